using Kafka.Dlq.Isolating;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using System.Numerics;

namespace Kafka.Dlq.Tests.Unit.Framework.Isolating;

/// <summary>The culprits of a batch are found, and only they, in order, within the number of runs that is promised.</summary>
public sealed class BatchPlanTests
{
    private static readonly Message[] Messages = Records.From(0, 4_999);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(13)]
    public void Every_set_of_culprits_is_found_within_the_bound(int count)
    {
        for (int set = 1; set < 1 << count; set++)
        {
            int culprits = set;
            Check(count, index => (culprits & (1 << index)) != 0, BitOperations.PopCount((uint)set));
        }
    }

    [Fact]
    public void Every_single_culprit_of_every_size_up_to_300_is_found_within_the_bound()
    {
        for (int count = 1; count <= 300; count++)
        {
            for (int culprit = 0; culprit < count; culprit++)
            {
                int only = culprit;
                Check(count, index => index == only, culprits: 1);
            }
        }
    }

    [Fact]
    public void Random_culprits_of_large_batches_are_found_within_the_bound()
    {
        Random random = new(7);
        for (int round = 0; round < 300; round++)
        {
            int count = random.Next(2, Messages.Length + 1);
            HashSet<int> culprits = [.. Enumerable.Range(0, random.Next(1, Math.Min(count, 40))).Select(_ => random.Next(count))];
            Check(count, culprits.Contains, culprits.Count);
        }
    }

    [Fact]
    public void One_by_one_takes_a_run_for_each_message()
    {
        BatchPlan plan = new();
        plan.Separate(Messages[..10], attempt: 3, default);

        (List<long> found, List<Piece> runs) = Work(plan, 10, index => index is 2 or 9);

        Assert.Equal([2L, 9L], found);
        Assert.Equal(10, runs.Count);
        Assert.All(runs, piece => Assert.Equal(4, piece.Attempt));
    }

    [Fact]
    public void Attempt_counts_the_runs_that_a_message_was_in()
    {
        BatchPlan plan = new();
        plan.Bisect(Messages[..8], attempt: 3, default);

        (_, List<Piece> runs) = Work(plan, 8, index => index == 0);

        Assert.Equal([(0L, 4, 4), (0L, 2, 5), (0L, 1, 6), (1L, 1, 6), (2L, 2, 5), (4L, 4, 4)], runs.Select(piece => (piece.Messages[0].Offset.Value, piece.Messages.Count, piece.Attempt!.Value)));
    }

    [Fact]
    public void Plan_is_forgotten_when_the_partition_goes_on_before_it()
    {
        BatchPlan plan = new();
        plan.Bisect(Messages[4..8], attempt: 1, default);

        Assert.Null(plan.Next(Messages[2..8]));
        Assert.Null(plan.Next(Messages[4..8]));
    }

    [Fact]
    public void What_was_passed_is_taken_off()
    {
        BatchPlan plan = new();
        plan.Bisect(Messages[..8], attempt: 1, default);

        Assert.Equal([5L, 6, 7], plan.Next(Messages[5..8])!.Messages.Select(message => message.Offset.Value));
        Assert.Equal([6L, 7], plan.Next(Messages[6..8])!.Messages.Select(message => message.Offset.Value));
    }

    private static void Check(int count, Func<int, bool> isCulprit, int culprits)
    {
        BatchPlan plan = new();
        List<long> found = [0];
        int runs = 1;
        if (count > 1)
        {
            plan.Bisect(Messages[..count], attempt: 1, default);
            (found, List<Piece> pieces) = Work(plan, count, isCulprit);
            runs += pieces.Count;
        }

        Assert.Equal(Enumerable.Range(0, count).Where(isCulprit).Select(index => (long)index), found);
        Assert.True(runs <= culprits * (1 + (2 * Math.Log2(count))) + 1e-9, $"{runs} runs for {culprits} culprits among {count}");
    }

    // What the engine does with a plan; the index of a message is its offset.
    private static (List<long> Found, List<Piece> Runs) Work(BatchPlan plan, int count, Func<int, bool> isCulprit)
    {
        List<long> found = [];
        List<Piece> runs = [];
        for (int position = 0; position < count;)
        {
            Piece piece = plan.Next(new ArraySegment<Message>(Messages, position, count - position))!;
            runs.Add(piece);
            if (!piece.Messages.Any(message => isCulprit((int)message.Offset.Value)))
            {
                position = (int)piece.Messages[^1].Offset.Value + 1;
                plan.Passed();
            }
            else if (piece.Messages.Count > 1)
            {
                plan.Bisect(piece.Messages, piece.Attempt!.Value, default);
            }
            else
            {
                found.Add(position++);
            }
        }

        return (found, runs);
    }
}
