using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Breaker;

public sealed class FailureKindTests
{
    [Fact]
    public void Failures_of_one_type_and_place_are_alike_whatever_their_text() =>
        Assert.Equal(FailureKind.Of(Thrown(() => Post(1))), FailureKind.Of(Thrown(() => Post(2))));

    [Fact]
    public void Type_and_place_tell_failures_apart()
    {
        string post = FailureKind.Of(Thrown(() => Post(1)));

        Assert.NotEqual(post, FailureKind.Of(Thrown(Read)));
        Assert.NotEqual(post, FailureKind.Of(Thrown(() => int.Parse("no number", provider: null))));
    }

    [Fact]
    public void Place_is_the_users_own_method() => Assert.EndsWith($"{nameof(FailureKindTests)}.{nameof(Post)}", FailureKind.Of(Thrown(() => Post(1))), StringComparison.Ordinal);

    [Fact]
    public async Task Place_of_an_async_method_has_its_name_in_the_source()
    {
        Exception thrown = Assert.IsType<InvalidOperationException>(await Record.ExceptionAsync(PostAsync));

        Assert.Equal($"System.InvalidOperationException in {typeof(FailureKindTests).FullName}.{nameof(PostAsync)}", FailureKind.Of(thrown));
    }

    [Fact]
    public void What_the_framework_throws_itself_has_no_place_of_its_own()
    {
        Exception thrown = Thrown(() => new LetterDraft(null, null, []).SetHeader("dlq.id", "1"));

        Assert.EndsWith($"{nameof(FailureKindTests)}.{nameof(What_the_framework_throws_itself_has_no_place_of_its_own)}", FailureKind.Of(thrown), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrapper_of_a_task_is_looked_through() =>
        Assert.Equal(FailureKind.Of(Thrown(() => Post(1))), FailureKind.Of(new AggregateException(Thrown(() => Post(2)))));

    [Fact]
    public void Error_that_was_never_thrown_is_known_by_its_type() => Assert.Equal("System.TimeoutException", FailureKind.Of(new TimeoutException()));

    private static void Post(int number) => throw new InvalidOperationException($"no room for {number}");

    private static async Task PostAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("no room");
    }

    private static void Read() => throw new InvalidOperationException("no room");

    private static Exception Thrown(Action action) => Record.Exception(action)!;
}
