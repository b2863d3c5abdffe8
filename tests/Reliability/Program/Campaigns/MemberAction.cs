namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>What is done to a worker.</summary>
internal enum MemberAction
{
    /// <summary>SIGKILL, and another starts in its place.</summary>
    Kill,

    /// <summary>SIGSTOP, and after a while SIGCONT: shorter or longer than its session.</summary>
    Freeze,

    /// <summary>It stops in order.</summary>
    Leave,

    /// <summary>One more starts.</summary>
    Join,
}
