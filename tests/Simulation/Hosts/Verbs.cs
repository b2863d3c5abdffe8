using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Tests.Simulation.Checks;
using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>What a user may ask for in the middle of a run.</summary>
internal sealed class Verbs(World world, Host host)
{
    /// <summary>Longer than a run of the simulation waits for anything, so only <c>Resume()</c> ends it in time.</summary>
    public static readonly TimeSpan EndlessPause = TimeSpan.FromDays(1);

    public async Task UseAsync(Visit visit, Message message, Action<Message> marked)
    {
        ConsumerContext context = visit.Consumer.Context;
        switch (world.Random.Next(8))
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
            case 6:
                PauseUntilResumed(visit);
                break;
            default:
                await DispatchAsync(visit, message);
                break;
        }
    }

    private void PauseUntilResumed(Visit visit)
    {
        ConsumerContext context = visit.Consumer.Context;
        context.Pause(EndlessPause, null);
        visit.IsRedirected = true;

        // From outside of the run, which may go on, have ended, or be long gone by then.
        host.Process.After(world.Within(400), () =>
        {
            if (host.Standstills.End(visit.Partition, visit.Epoch))
            {
                world.Sightings.Note(Element.ResumedPause);
            }

            world.Note(host.Name, $"resumes {visit.Partition}");
            context.Resume();
        });
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
