using System.ComponentModel.DataAnnotations;

namespace Kafka.Dlq.Examples.TypedRecovery;

/// <summary>What shops send.</summary>
internal sealed record Order([Range(1, int.MaxValue)] int Number, [Required] string Customer, [Range(0, 10_000)] decimal Total);
