using Kafka.Dlq.DeadLetters;
using System.Reflection;

namespace Kafka.Dlq.Tests.Unit.Dlq.Recovery;

public sealed class CriticalErrorsTests
{
    public static TheoryData<Exception> CriticalByDefault => [
        new InsufficientMemoryException(),
        new InsufficientExecutionStackException(),
        new CriticalConsumerException("disk gone"),
        new LicenceGoneException(),
        new AggregateException(new InvalidOperationException(), new LicenceGoneException()),
        new TargetInvocationException(new AggregateException(new InsufficientMemoryException())),
    ];

    public static TheoryData<Exception> OrdinaryByDefault => [
        new InvalidOperationException(),
        new OperationCanceledException(),
        new AggregateException(),
        new InvalidOperationException("handled and wrapped", new CriticalConsumerException("disk gone")),
    ];

    [Theory]
    [MemberData(nameof(CriticalByDefault))]
    public void Critical_errors_are_found_by_type_descendant_and_through_mere_carriers(Exception error) =>
        Assert.True(CriticalErrors.Default.Contains(error));

    [Theory]
    [MemberData(nameof(OrdinaryByDefault))]
    public void Other_errors_are_not_critical_whatever_their_cause(Exception error) =>
        Assert.False(CriticalErrors.Default.Contains(error));

    [Fact]
    public void An_added_type_is_critical_besides_the_others_and_the_list_it_was_added_to_stays()
    {
        CriticalErrors more = CriticalErrors.Default.Add<IOException>();

        Assert.True(more.Contains(new FileNotFoundException()));
        Assert.True(more.Contains(new InsufficientMemoryException()));
        Assert.False(CriticalErrors.Default.Contains(new IOException()));
    }

    [Fact]
    public void A_type_that_is_no_exception_is_refused_by_name() =>
        Assert.Contains("System.String", Assert.Throws<ArgumentException>(() => new CriticalErrors([typeof(string)])).Message, StringComparison.Ordinal);

    private sealed class LicenceGoneException : CriticalConsumerException;
}
