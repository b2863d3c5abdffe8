namespace Kafka.Dlq.Tests.HostProcess;

/// <summary>Waits until the test writes a line.</summary>
internal sealed class Signal
{
    private readonly Task<string?> _line = Task.Run(Console.In.ReadLineAsync);

    public Task GivenAsync() => _line;
}
