namespace Kafka.Dlq.Consuming;

/// <summary>The pause that was asked for, if any; safe from any thread.</summary>
internal sealed class PauseSlot
{
    private volatile PauseRequest? _asked;

    public PauseRequest? Asked
    {
        get => _asked;
        set => _asked = value;
    }
}
