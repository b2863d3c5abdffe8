using System.Text.Json;

namespace Kafka.Dlq.Examples.TypedRecovery;

/// <summary>Repairs the letters of orders: a negative total is taken for a slip of the keyboard, all else is parked as JSON for a person.</summary>
internal static class Recovery
{
    public static IEnumerable<TransformOutput?> Repair(DeadLetter<Order> letter)
    {
        TypedRecord<Order> order = letter.AsTyped();
        string violations = string.Join("; ", order.Violations);
        Console.WriteLine($"letter      {letter.Id}: {letter.Source}, {letter.ErrorCode}: {(order.IsValid ? letter.ErrorMessage : violations)}");
        if (order.Violations is [{ Member: "total" }] && letter.Record?.Deserialize<Order>(JsonSerializerOptions.Web) is { Total: < 0 } slip)
        {
            return [TransformOutput.To("orders", slip with { Total = -slip.Total })];
        }

        return [TransformOutput.To("orders.parked", letter)];
    }
}
