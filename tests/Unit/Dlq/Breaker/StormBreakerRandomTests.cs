using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Support;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Unit.Dlq.Breaker;

/// <summary>What holds for every sequence of events: a seed decides the limits and all that happens.</summary>
public sealed class StormBreakerRandomTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Cap_is_never_exceeded_in_any_minute()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            ManualTimeProvider time = new();
            BreakerOptions limits = Draw(random);
            StormBreaker breaker = new(limits, time);
            DateTimeOffset begin = time.GetUtcNow();
            List<TimeSpan> given = [];
            for (int i = 0; i < 1_000; i++)
            {
                if (Step(random, breaker, keys: 20) is { Kind: LetterLeaveKind.Given })
                {
                    given.Add(time.GetUtcNow() - begin);
                }

                time.Advance(TimeSpan.FromMilliseconds(random.Next(3) == 0 ? random.Next(20_000) : random.Next(50)));
            }

            // The window that begins with a letter is as full as any.
            Assert.All(given, from => Assert.True(given.Count(at => at >= from && at - from < Minute) <= limits.LettersPerMinute, $"seed {seed}: more than {limits.LettersPerMinute} letters in the minute from {from}"));
            Assert.NotEmpty(given);
        }
    }

    [Fact]
    public void One_key_never_opens_it()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            ManualTimeProvider time = new();
            StormBreaker breaker = new(Draw(random), time);
            for (int i = 0; i < 1_000; i++)
            {
                Step(random, breaker, keys: 1);
                Assert.True(breaker.State == BreakerState.Closed, $"seed {seed}: opened at step {i}");
                time.Advance(TimeSpan.FromMilliseconds(random.Next(200)));
            }
        }
    }

    [Fact]
    public void It_always_closes_when_what_is_tried_is_handled()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            ManualTimeProvider time = new();
            BreakerOptions limits = Draw(random);
            StormBreaker breaker = new(limits, time);
            for (int i = 0; i < 200; i++)
            {
                Step(random, breaker, keys: 50);
                time.Advance(TimeSpan.FromMilliseconds(random.Next(200)));
            }

            breaker.EndProbe(ProbeResult.CutOff);
            time.Advance(limits.ProbeInterval);
            Assert.Equal(breaker.State == BreakerState.Open, breaker.TryBeginProbe(out _));
            breaker.EndProbe(ProbeResult.Handled);
            Assert.Equal(BreakerState.Closed, breaker.State);
        }
    }

    [Fact]
    public async Task Cap_holds_for_partitions_that_ask_at_once()
    {
        StormBreaker breaker = new(new BreakerOptions { LettersPerMinute = 100 }, new ManualTimeProvider());
        ConcurrentBag<LetterLeave> answers = [];

        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), TestContext.Current.CancellationToken, (_, _) =>
        {
            answers.Add(breaker.TakeLetter("bad"));
            return ValueTask.CompletedTask;
        });

        Assert.Equal(100, answers.Count(answer => answer.Kind == LetterLeaveKind.Given));
        Assert.Equal(900, answers.Count(answer => answer.Kind == LetterLeaveKind.NoRoom));
    }

    private static BreakerOptions Draw(Random random) => new()
    {
        LettersPerMinute = random.Next(1, 40),
        DistinctKeys = random.Next(2, 12),
        FailureShare = 0.1 + (random.NextDouble() * 0.9),
        MinimumRuns = random.Next(1, 30),
        Window = TimeSpan.FromSeconds(random.Next(1, 120)),
        ProbeInterval = TimeSpan.FromMilliseconds(random.Next(10, 20_000)),
    };

    private static LetterLeave? Step(Random random, StormBreaker breaker, int keys)
    {
        string kind = $"failure {random.Next(2)}";
        switch (random.Next(5))
        {
            case 0:
                breaker.Succeeded();
                return null;
            case 1 or 2:
                breaker.Failed(kind, random.Next(keys));
                return null;
            case 3:
                if (breaker.TryBeginProbe(out _) && random.Next(4) != 0)
                {
                    breaker.EndProbe((ProbeResult)random.Next(3));
                }

                return null;
            default:
                return breaker.TakeLetter(kind, isProbed: random.Next(5) == 0);
        }
    }
}
