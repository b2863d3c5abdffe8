namespace Kafka.Dlq;

/// <summary>
/// What the host does, before it consumes, about the topics its routes need: those they consume, those they declare with <c>Config(...)</c>, and the targets
/// of dead letters. Patterns are left alone. What is wrong stops the start, all of it told in one <see cref="Provisioning.TopicProvisioningException"/>.
/// </summary>
public enum TopicProvisioning
{
    /// <summary>Nothing: the cluster is not asked. A missing topic shows when it is subscribed to, a missing dead letter target when the first letter fails.</summary>
    None,

    /// <summary>The default. A missing topic, and a declared topic that differs from its declaration, stop the start. Nothing is changed, nothing is created.</summary>
    Verify,

    /// <summary>
    /// Missing topics are created: declared ones as declared, dead letter targets with as many partitions as their source so that letters keep its order,
    /// others as the broker has it by default. Differences of topics that exist are warnings.
    /// </summary>
    CreateMissing,

    /// <summary>
    /// Missing topics are created as with <see cref="CreateMissing"/>, partitions raised and settings altered to what is declared. Raising partitions sends keys
    /// to other partitions than before. Fewer partitions declared than there are stop the start; a different replication factor is a warning.
    /// </summary>
    Align,
}
