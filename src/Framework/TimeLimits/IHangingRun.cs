namespace Kafka.Dlq.TimeLimits;

/// <summary>A run that may come to ignore its token.</summary>
internal interface IHangingRun
{
    /// <summary>It does: notes it. Short, and must not throw.</summary>
    void Left();

    /// <summary>Tells of it, behind <see cref="Left"/>.</summary>
    void Tell();
}
