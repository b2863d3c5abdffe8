using Kafka.Dlq.DeadLetters;
using System.Runtime.ExceptionServices;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class StackTraceTextsTests
{
    private readonly StackTraceTexts _texts = new();

    [Fact]
    public void The_text_is_the_exceptions_own()
    {
        Exception error = Thrown(new InvalidOperationException("bad"));

        Assert.Equal(error.StackTrace, _texts.Of(error));
        Assert.Contains(nameof(Thrown), _texts.Of(error), StringComparison.Ordinal);
    }

    [Fact]
    public void Exceptions_of_one_place_share_one_text()
    {
        string?[] texts = [.. Enumerable.Range(0, 2).Select(number => _texts.Of(Thrown(new InvalidOperationException($"bad {number}"))))];

        Assert.NotNull(texts[0]);
        Assert.Same(texts[0], texts[1]);
    }

    [Fact]
    public void Another_line_or_another_way_is_another_place()
    {
        Exception here = Thrown(new InvalidOperationException("bad"));
        Exception there = ThrownElsewhere(new InvalidOperationException("bad"));
        Exception around = ThrownThrough(new InvalidOperationException("bad"));

        Assert.All([here, there, around, here, there, around], error => Assert.Equal(error.StackTrace, _texts.Of(error)));
        Assert.Equal(3, new[] { here, there, around }.Select(_texts.Of).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_trace_that_came_from_elsewhere_is_told_by_the_exception_that_has_it()
    {
        Exception first = Thrown(ExceptionDispatchInfo.SetRemoteStackTrace(new InvalidOperationException("bad"), "at Far.Away(1)"));
        Exception second = Thrown(ExceptionDispatchInfo.SetRemoteStackTrace(new InvalidOperationException("bad"), "at Far.Away(2)"));

        Assert.Contains("at Far.Away(1)", _texts.Of(first), StringComparison.Ordinal);
        Assert.Contains("at Far.Away(2)", _texts.Of(second), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_with_words_of_its_own_is_asked_each_time()
    {
        Assert.Equal("one", _texts.Of(Thrown(new Talking("one"))));
        Assert.Equal("two", _texts.Of(Thrown(new Talking("two"))));
    }

    [Fact]
    public void An_exception_that_was_never_thrown_has_none() => Assert.Null(_texts.Of(new InvalidOperationException("bad")));

    private static Exception Thrown(Exception error)
    {
        try
        {
            throw error;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }

    private static Exception ThrownElsewhere(Exception error)
    {
        try
        {
            throw error;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }

    private static Exception ThrownThrough(Exception error)
    {
        try
        {
            throw Thrown(error);
        }
        catch (Exception caught)
        {
            return caught;
        }
    }

    private sealed class Talking(string trace) : Exception
    {
        public override string StackTrace => trace;
    }
}
