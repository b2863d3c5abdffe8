namespace Kafka.Dlq.DeadLetters;

/// <summary>What letters are spooled into: a log on disk, or one that a test holds. Appends may come from any thread; one reads.</summary>
internal interface ISpoolLog : IAsyncDisposable
{
    /// <summary>How the log stands, whether or not what lies in it was delivered.</summary>
    SpoolStatistics Statistics { get; }

    /// <summary>Appends a letter; ends when it survives the process and the machine.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    Task AppendAsync(DeadLetter letter, DeadLetterRecord record, CancellationToken cancellationToken);

    /// <summary>The next letter, or null at the end of what is written so far.</summary>
    /// <exception cref="IOException">It could not be read; the same call may succeed later.</exception>
    SpooledLetter? Read();

    /// <summary>The broker has the letter: it does not come again. From any thread, in any order.</summary>
    void Acknowledge(SpooledLetter letter);
}
