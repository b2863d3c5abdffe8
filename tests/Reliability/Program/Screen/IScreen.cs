namespace Kafka.Dlq.Reliability.Screen;

/// <summary>Where a person follows a campaign: a bar in a terminal, lines elsewhere.</summary>
internal interface IScreen
{
    /// <summary>Says how far a campaign is.</summary>
    /// <param name="done">From 0 to 1.</param>
    void Report(double done, string text);
}
