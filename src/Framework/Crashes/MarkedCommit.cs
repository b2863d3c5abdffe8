namespace Kafka.Dlq.Crashes;

/// <summary>An offset of a guarded partition and the mark beside it, as they are to be committed.</summary>
/// <param name="Offset">The offset.</param>
/// <param name="Reach">How far work may go once it is committed.</param>
/// <param name="Alone">The suspect that may be handled once it is committed.</param>
/// <param name="Text">The mark.</param>
internal sealed record MarkedCommit(long Offset, long Reach, long? Alone, string Text);
