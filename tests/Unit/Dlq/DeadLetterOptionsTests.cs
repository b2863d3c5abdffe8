namespace Kafka.Dlq.Tests.Unit.Dlq;

public sealed class DeadLetterOptionsTests
{
    public static TheoryData<DeadLetterOptions, string> Faulty => new()
    {
        { new DeadLetterOptions { DispatchTimeout = TimeSpan.Zero }, "DispatchTimeout is 00:00:00;" },
        { new DeadLetterOptions { DispatchTimeout = TimeSpan.FromDays(2) }, "DispatchTimeout is 2.00:00:00;" },
        { new DeadLetterOptions { MaxOutstanding = 0 }, "MaxOutstanding is 0;" },
        { new DeadLetterOptions { StackTraceLimit = -1 }, "StackTraceLimit is -1;" },
        { new DeadLetterOptions { MessageLimit = -1 }, "MessageLimit is -1;" },
        { new DeadLetterOptions { Backoff = null! }, "Backoff is null;" },
        { new DeadLetterOptions { Backoff = new PauseOptions { Timeout = TimeSpan.FromSeconds(-1) } }, "Backoff.Timeout is -00:00:01;" },
        { new DeadLetterOptions { Backoff = new PauseOptions { Timeout = TimeSpan.FromMinutes(1) } }, "Backoff.MaxTimeout is 00:00:30;" },
        { new DeadLetterOptions { Backoff = new PauseOptions { MaxTimeout = TimeSpan.MaxValue } }, "Backoff.MaxTimeout is 10675199" },
        { new DeadLetterOptions { Backoff = new PauseOptions { Jitter = 1.5 } }, "Backoff.Jitter is 1.5;" },
        { new DeadLetterOptions { Backoff = new PauseOptions { Jitter = double.NaN } }, "Backoff.Jitter is NaN;" },
    };

    [Fact]
    public void Defaults_have_no_fault() => Assert.Empty(new DeadLetterOptions().Faults());

    [Fact]
    public void Extremes_that_are_allowed_have_no_fault() =>
        Assert.Empty(new DeadLetterOptions { MaxOutstanding = 1, StackTraceLimit = 0, MessageLimit = 0, Backoff = new PauseOptions { Timeout = TimeSpan.Zero, MaxTimeout = TimeSpan.Zero } }.Faults());

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_fault_names_option_value_and_what_is_allowed(DeadLetterOptions options, string start)
    {
        RouteFault fault = Assert.Single(options.Faults());

        Assert.Contains("DeadLetters." + start, $"{fault.Option} is {fault.Found};", StringComparison.Ordinal);
        Assert.NotEmpty(fault.Allowed);
    }

    [Fact]
    public void All_faults_are_told_together() =>
        Assert.Equal(2, new DeadLetterOptions { MaxOutstanding = 0, MessageLimit = -1 }.Faults().Count());
}
