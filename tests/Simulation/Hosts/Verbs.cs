using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>What a user may ask for in the middle of a run.</summary>
internal sealed class Verbs(World world)
{
    public async Task UseAsync(Visit visit, Message message, Action<Message> marked)
    {
        ConsumerContext context = visit.Consumer.Context;
        switch (world.Random.Next(7))
        {
            case 0:
                context.Pause(world.Within(300), null);
                visit.IsRedirected = true;
                break;
            case 1:
                context.Pause(world.Within(300), Back(message));
                visit.IsRedirected = visit.IsLeaving = true;
                break;
            case 2:
                context.Seek(world.Random.Next(8) == 0 ? Offset.Beginning : Back(message));
                visit.IsRedirected = visit.IsLeaving = true;
                break;
            case 3:
                context.Seek(Back(message));
                throw new InvalidOperationException("simulated failure after a seek");
            case 4:
                Mark(context, message, marked);
                await context.CommitAsync();
                break;
            case 5:
                Mark(context, context.Run.Messages.First, marked);
                break;
            default:
                await DispatchAsync(visit, message);
                break;
        }
    }

    private static void Mark(ConsumerContext context, Message message, Action<Message> marked)
    {
        if (context.Mark(message))
        {
            marked(message);
        }
    }

    private async Task DispatchAsync(Visit visit, Message message)
    {
        if (world.Scenario.Queue?.Topic is null)
        {
            return;
        }

        Task letter = visit.Consumer.Context.DispatchAsync(visit.Consumer, message, "by hand");
        if (world.Random.Next(2) == 0)
        {
            await letter;
        }
    }

    private Offset Back(Message message) => Math.Max(0, message.Offset.Value - world.Random.Next(5));
}
