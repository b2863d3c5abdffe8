namespace Kafka.Dlq.Benchmarks.Failures;

/// <summary>How many records, which of them fail, and how letters are sent.</summary>
/// <param name="Divisor">The records of the run by this.</param>
/// <param name="Every">Each so many-th record fails; 0 for none.</param>
/// <param name="Dispatch">Whether a partition waits for each letter.</param>
internal readonly record struct FailureCase(int Divisor, int Every, DispatchMethod Dispatch)
{
    /// <summary>A large share fails so slowly that fewer records tell as much. Each number of records has a reference without failures.</summary>
    public static IReadOnlyList<FailureCase> All { get; } =
    [
        new(1, 0, DispatchMethod.ProduceAsync),
        new(1, 1_000, DispatchMethod.ProduceAsync),
        new(1, 100, DispatchMethod.ProduceAsync),
        new(5, 0, DispatchMethod.ProduceAsync),
        new(5, 10, DispatchMethod.ProduceAsync),
        new(10, 0, DispatchMethod.ProduceAsync),
        new(10, 1, DispatchMethod.ProduceAsync),
        new(1, 100, DispatchMethod.ProduceSync),
        new(5, 10, DispatchMethod.ProduceSync),
    ];
}
