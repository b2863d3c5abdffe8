using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Kafka.Dlq;

/// <summary>The names under which Kafka.Dlq traces and measures, and the verbs that make OpenTelemetry listen to them.</summary>
/// <example>
/// <code>
/// services.AddOpenTelemetry()
///     .WithTracing(tracing =&gt; tracing.AddKafkaDlqInstrumentation())
///     .WithMetrics(metrics =&gt; metrics.AddKafkaDlqInstrumentation());
/// </code>
/// </example>
public static class KafkaDlqTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/> of all activities.</summary>
    public const string ActivitySourceName = "Kafka.Dlq";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/> of all instruments.</summary>
    public const string MeterName = "Kafka.Dlq";

    /// <summary>The category of all log lines.</summary>
    public const string LogCategory = "Kafka.Dlq";

    /// <summary>The version told with the source and the meter: the assembly's own.</summary>
    internal static string? Version { get; } = typeof(KafkaDlqTelemetry).Assembly.GetName().Version?.ToString(3);

    /// <summary>Listens to the activities of runs and dead letters.</summary>
    /// <param name="builder">The tracing being set up.</param>
    /// <returns>The same builder.</returns>
    public static TracerProviderBuilder AddKafkaDlqInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(ActivitySourceName);
    }

    /// <summary>Listens to the instruments of runs, dead letters and partitions.</summary>
    /// <param name="builder">The metrics being set up.</param>
    /// <returns>The same builder.</returns>
    public static MeterProviderBuilder AddKafkaDlqInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(MeterName);
    }
}
