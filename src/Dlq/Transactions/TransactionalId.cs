namespace Kafka.Dlq.DeadLetters;

/// <summary>The transactional id of one member: unique among those that run, and the same after a restart where that can be had. Pure.</summary>
public static class TransactionalId
{
    /// <summary>The id.</summary>
    /// <param name="prefix">The user's name for the process, or null.</param>
    /// <param name="instance">The member's <c>group.instance.id</c>, or null.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="connection">The connection's name within the process and group.</param>
    /// <param name="otherwise">What stands for the process where neither is there; of this start alone.</param>
    public static string Of(string? prefix, string? instance, string groupId, string connection, string otherwise) =>
        $"{prefix ?? (string.IsNullOrEmpty(instance) ? otherwise : instance)}.{groupId}.{connection}";
}
