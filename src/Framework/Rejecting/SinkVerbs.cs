using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Files;
using Kafka.Dlq.Rejecting;

namespace Kafka.Dlq;

/// <summary>The verbs that declare sinks of rejected records, for <see cref="DeadLetterAction.Sink"/>. A sink that no route uses is not made. Faults are told together when the host starts.</summary>
public static class SinkVerbs
{
    /// <summary>Declares a sink of your own.</summary>
    /// <param name="kafka">What <c>AddKafkaDlq</c> is given.</param>
    /// <param name="name">Its name, other than <c>throw</c>, <c>log</c> and <c>none</c>.</param>
    /// <param name="make">Makes it when the host starts, given the host's services. It is disposed of with the host, where it can be.</param>
    /// <param name="options">How its records are collected; null for the defaults.</param>
    /// <returns>The same builder.</returns>
    /// <example><code>kafka.Sink("audit", services =&gt; new AuditTable(services.GetRequiredService&lt;NpgsqlDataSource&gt;()))</code></example>
    public static KafkaDlqBuilder Sink(this KafkaDlqBuilder kafka, string name, Func<IServiceProvider, IDeadLetterSink> make, SinkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(make);
        return kafka.Add(new SinkDeclaration(name, options ?? new SinkOptions(), context => make(context.Services)));
    }

    /// <summary>Says how the records of a sink are collected that is in the container under its name as key. Without it such a sink has the defaults.</summary>
    /// <param name="kafka">What <c>AddKafkaDlq</c> is given.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">How its records are collected.</param>
    /// <returns>The same builder.</returns>
    public static KafkaDlqBuilder Sink(this KafkaDlqBuilder kafka, string name, SinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        return kafka.Add(new SinkDeclaration(name, options, Make: null));
    }

    /// <summary>Declares a sink that writes to a Kafka topic. The topic is verified or created when the host starts, as <c>options.Topics</c> says; a record is safe when the broker acknowledged it.</summary>
    /// <param name="kafka">What <c>AddKafkaDlq</c> is given.</param>
    /// <param name="name">Its name.</param>
    /// <param name="topic">The topic; none that a route which rejects to this sink reads.</param>
    /// <param name="cluster">The named cluster of the topic; null for the host's own.</param>
    /// <param name="format">How records are written; default as dead letters are.</param>
    /// <param name="options">How its records are collected; null for the defaults. Its <see cref="SinkOptions.Timeout"/> does not count: what the broker does not take is tried again, told and seen by health as dead letters are.</param>
    /// <returns>The same builder.</returns>
    public static KafkaDlqBuilder TopicSink(
        this KafkaDlqBuilder kafka, string name, string topic, string? cluster = null, RejectedFormat format = RejectedFormat.Letter, SinkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(topic);
        return kafka.Add(new SinkDeclaration(
            name,
            (options ?? new SinkOptions()) with { Timeout = null },
            context => new TopicSink(topic, format, context.Options.DeadLetters, context.Dispatcher, () => context.Producers(cluster)))
        {
            Topic = topic,
            Cluster = cluster,
        });
    }

    /// <summary>
    /// Declares a sink that writes to local files, to be read back with <see cref="DeadLetterFileReader"/>. A record is safe when the disk has it. The directory belongs to one host: a second one fails to
    /// start and is told who holds it.
    /// </summary>
    /// <param name="kafka">What <c>AddKafkaDlq</c> is given.</param>
    /// <param name="name">Its name.</param>
    /// <param name="files">Where and how. With <see cref="FullPolicy.DropNewer"/> and <see cref="FullPolicy.DropOlder"/> a full directory loses records, as was asked for.</param>
    /// <param name="format">How records are written; default byte for byte.</param>
    /// <param name="options">How its records are collected; null for the defaults.</param>
    /// <returns>The same builder.</returns>
    public static KafkaDlqBuilder FileSink(this KafkaDlqBuilder kafka, string name, DeadLetterFileOptions files, RejectedFormat format = RejectedFormat.Letter, SinkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(files);
        return kafka.Add(new SinkDeclaration(name, options ?? new SinkOptions(), context => new FileSink(
            DeadLetterFileWriter.Open(files, context.Time, context.Loggers.CreateLogger(KafkaDlqTelemetry.LogCategory)), format, context.Options.DeadLetters)));
    }

    /// <summary>Declares a sink that writes log lines, as <see cref="DeadLetterAction.Log"/> does, with or without what was in the record.</summary>
    /// <param name="kafka">What <c>AddKafkaDlq</c> is given.</param>
    /// <param name="name">Its name.</param>
    /// <param name="withPayload">Whether key and record are in the line, in which they may be seen by many. Default false.</param>
    /// <returns>The same builder.</returns>
    public static KafkaDlqBuilder LogSink(this KafkaDlqBuilder kafka, string name, bool withPayload = false)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(name);
        return kafka.Add(new SinkDeclaration(name, new SinkOptions(), context => new LogSink(context.Loggers.CreateLogger(KafkaDlqTelemetry.LogCategory), withPayload)));
    }
}
