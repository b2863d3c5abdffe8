namespace Kafka.Dlq.Consuming;

/// <summary>The pause that a run asked for, if any, until it begins. While the run goes on it is the context's to write, behind its end the gate's.</summary>
internal sealed class PauseSlot
{
    private volatile PauseRequest? _asked;

    public PauseRequest? Asked
    {
        get => _asked;
        set => _asked = value;
    }
}
