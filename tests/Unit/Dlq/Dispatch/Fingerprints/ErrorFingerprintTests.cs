using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch.Fingerprints;

public sealed class ErrorFingerprintTests
{
    [Fact]
    public void Is_known_for_an_exception_that_was_never_thrown_whatever_the_process_and_the_machine() =>
        Assert.Equal(KnownText, ErrorFingerprint.Of(new InvalidOperationException("order 17 is bad")));

    [Fact]
    public void Is_equal_where_only_numbers_and_ids_differ() =>
        Assert.Equal(ErrorFingerprint.Of(First("order 17 of customer-1")), ErrorFingerprint.Of(First($"order 4 of customer-{Guid.NewGuid():N}")));

    [Fact]
    public void Differs_by_type_by_text_by_place_and_by_cause()
    {
        string[] fingerprints =
        [
            ErrorFingerprint.Of(First("x")), ErrorFingerprint.Of(First("y")), ErrorFingerprint.Of(Second("x")),
            ErrorFingerprint.Of(new InvalidOperationException("x")), ErrorFingerprint.Of(new FormatException("x")), ErrorFingerprint.Of(new InvalidOperationException("x", new FormatException())),
        ];

        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
    }

    [Fact]
    public void Looks_through_what_only_carries_an_error() =>
        Assert.Equal(ErrorFingerprint.Of(new FormatException("x")), ErrorFingerprint.Of(new AggregateException(new FormatException("x"))));

    [Fact]
    public void A_text_that_cannot_be_read_has_one_too() => Assert.Equal(16, ErrorFingerprint.Of(new Unreadable()).Length);

    [Fact]
    public async Task Methods_that_may_be_inlined_make_no_difference()
    {
        Assert.Equal(await ThrownAsync(viaSmall: false), await ThrownAsync(viaSmall: true));
    }

    [Fact]
    public void A_method_without_a_catch_makes_no_difference_as_newer_runtimes_inline_a_finally() =>
        Assert.Equal(Caught(() => throw new InvalidOperationException("x")), Caught(() => Guarded("x")));

    [Fact]
    public void Is_a_header_only_where_the_route_asks()
    {
        DeadLetter letter = Some.Letter(error: First("x"));

        Assert.Null(Headers(letter).Text("dlq.fingerprint"));
        DeadLetterQueueSettings asks = Some.Queue(queue => queue.Fingerprint());
        Assert.Equal(ErrorFingerprint.Of(letter.Error!), Headers(letter with { Queue = asks }).Text("dlq.fingerprint"));
        Assert.Null(Headers(letter with { Queue = asks, Error = null }).Text("dlq.fingerprint"));
        Assert.Null(Headers(letter with { Queue = Some.Queue(queue => queue.Fingerprint(enabled: false)) }).Text("dlq.fingerprint"));
        Assert.True(DeadLetterHeaders.IsOwned("dlq.fingerprint"));
    }

    private const string KnownText = "103a7f1314ca8d8c";

    private static Confluent.Kafka.Headers Headers(DeadLetter letter) => new DeadLetterRecord(letter, new DeadLetterOptions(), Some.Time).At(LetterReduction.None).Headers;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static InvalidOperationException First(string text)
    {
        try
        {
            throw new InvalidOperationException(text);
        }
        catch (InvalidOperationException thrown)
        {
            return thrown;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static InvalidOperationException Second(string text)
    {
        try
        {
            throw new InvalidOperationException(text);
        }
        catch (InvalidOperationException thrown)
        {
            return thrown;
        }
    }

    private static async Task<string> ThrownAsync(bool viaSmall)
    {
        try
        {
            await Task.Yield();
            if (viaSmall)
            {
                Throw();
            }

            throw new InvalidOperationException("x");
        }
        catch (InvalidOperationException thrown)
        {
            return ErrorFingerprint.Of(thrown);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Caught(Action act)
    {
        try
        {
            act();
            return "nothing was thrown";
        }
        catch (InvalidOperationException thrown)
        {
            return ErrorFingerprint.Of(thrown);
        }
    }

    private static void Guarded(string text)
    {
        using MemoryStream held = new();
        throw new InvalidOperationException(text);
    }

    private static void Throw() => throw new InvalidOperationException("x");

    private sealed class Unreadable : Exception
    {
        public override string Message => throw new InvalidOperationException();
    }
}
