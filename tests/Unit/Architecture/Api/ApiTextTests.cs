namespace Kafka.Dlq.Tests.Unit.Architecture.Api;

public sealed class ApiTextTests
{
    [Theory]
    [InlineData(typeof(Plain), """
        public sealed class ApiTextTests.Plain : IDisposable
            public const string Name = "plain"
            public static readonly int? Most
            public Plain(string first, string? second = null)
            public List<string?>? Maybe { get; init; }
            public required string Needed { get; init; }
            public int this[int index] { get; }
            public event EventHandler<string>? Happened
            public void Dispose()
            public static ApiTextTests.Plain operator Addition(ApiTextTests.Plain left, ApiTextTests.Plain right)
        """)]
    [InlineData(typeof(Defaults), """
        public static class ApiTextTests.Defaults
            public static void Combine(string text, int times = 3, bool loud = false, DayOfWeek day = DayOfWeek.Friday, DayOfWeek? other = null, TimeSpan wait = default, CancellationToken cancellationToken = default)
            public static void Pass(in int read, ref int change, out string? found, params object?[] rest)
        """)]
    [InlineData(typeof(Base<,>), """
        public abstract class ApiTextTests.Base<TKey, TValue> : IReadOnlyList<TKey> where TKey : notnull where TValue : class, IDisposable, new()
            protected Base()
            public virtual int Count { get; protected set; }
            public TKey this[int index] { get; }
            protected abstract Task<TValue?> FindAsync(TKey key, (int, string?) pair)
            public IEnumerator<TKey> GetEnumerator()
            public TOther Take<TOther>(Func<TKey, TOther?> how) where TOther : struct
            public override string ToString()
        """)]
    [InlineData(typeof(Positional), """
        public sealed record ApiTextTests.Positional(string Topic, int? Count = null)
            public string? More { get; init; }
            public string Both()
        """)]
    [InlineData(typeof(Nominal), """
        public record ApiTextTests.Nominal
            public Nominal()
            public int Value { get; set; }
        """)]
    [InlineData(typeof(Value), """
        public readonly record struct ApiTextTests.Value(string? Text, int[] Numbers)
        """)]
    [InlineData(typeof(Colour), """
        [Flags] public enum ApiTextTests.Colour : byte
            None = 0
            Red = 1
            [Obsolete] Green = 2
        """)]
    [InlineData(typeof(Decide<>), """
        public delegate TOut? ApiTextTests.Decide<out TOut>(string? question)
        """)]
    [InlineData(typeof(IBorder), """
        public interface ApiTextTests.IBorder : IDisposable
            public string? Name { get; }
            public void Ask()
            public virtual void Answer(string text)
        """)]
    public void Type_is_written_as_its_author_would(Type type, string expected)
    {
        string[] found = ApiText.Of([type]).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        string[] wanted = expected.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(wanted[0], found[0]);
        Assert.Equal(wanted.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Types_and_members_are_sorted_and_internal_ones_left_out()
    {
        string[] lines = ApiText.Of(typeof(KafkaMonitor).Assembly).Split('\n');

        Assert.Contains("public sealed class KafkaMonitor", lines);
        Assert.Contains("    public IDisposable Subscribe<TEvent>(Action<TEvent> handler) where TEvent : KafkaEvent", lines);
        Assert.Contains("    public static MeterProviderBuilder AddKafkaDlqInstrumentation(this MeterProviderBuilder builder)", lines);
        Assert.DoesNotContain(lines, line => line.Contains("EventTypes", StringComparison.Ordinal));
        Assert.Equal("namespace Kafka.Dlq", lines[0]);
    }

    [Fact]
    public void Difference_shows_the_changed_lines_under_their_type()
    {
        string difference = LineDiff.Of("class A\n    int B\n    int C\nclass D\n    int E\n", "class A\n    int B\nclass D\n    int E\n    int F\n");

        Assert.Equal("  class A\n-     int C\n  class D\n+     int F\n", difference);
    }

    [Fact]
    public void Equal_texts_have_no_difference() => Assert.Empty(LineDiff.Of("a\nb\n", "a\nb\n"));

    public sealed class Plain(string first, string? second = null) : IDisposable
    {
        public const string Name = "plain";
        public static readonly int? Most = 5;

        public event EventHandler<string>? Happened;

        public List<string?>? Maybe { get; init; }

        public required string Needed { get; init; }

        internal string Hidden { get; } = first + second;

        public int this[int index] => index;

        public static Plain operator +(Plain left, Plain right) => left ?? right;

        public void Dispose() => Happened?.Invoke(this, Hidden);
    }

    public static class Defaults
    {
        public static void Combine(string text, int times = 3, bool loud = false, DayOfWeek day = DayOfWeek.Friday, DayOfWeek? other = null, TimeSpan wait = default, CancellationToken cancellationToken = default)
        {
            // Only the signature matters.
        }

        public static void Pass(in int read, ref int change, out string? found, params object?[] rest) => found = null;
    }

    public abstract class Base<TKey, TValue> : IReadOnlyList<TKey>
        where TKey : notnull
        where TValue : class, IDisposable, new()
    {
        public virtual int Count { get; protected set; }

        public TKey this[int index] => throw new NotSupportedException();

        public IEnumerator<TKey> GetEnumerator() => throw new NotSupportedException();

        public TOther Take<TOther>(Func<TKey, TOther?> how)
            where TOther : struct => throw new NotSupportedException();

        public override string ToString() => string.Empty;

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        protected abstract Task<TValue?> FindAsync(TKey key, (int Number, string? Text) pair);

        private protected virtual void Hidden()
        {
            // Only the signature matters.
        }
    }

    public sealed record Positional(string Topic, int? Count = null)
    {
        public string? More { get; init; }

        public string Both() => Topic + More;
    }

    public record Nominal
    {
        public int Value { get; set; }
    }

    public readonly record struct Value(string? Text, int[] Numbers);

    [Flags]
    public enum Colour : byte
    {
        None = 0,
        Red = 1,

        [Obsolete("Use Red.")]
        Green = 2,
    }

    public delegate TOut? Decide<out TOut>(string? question);

    public interface IBorder : IDisposable
    {
        string? Name { get; }

        void Ask();

        void Answer(string text) => Ask();
    }
}
