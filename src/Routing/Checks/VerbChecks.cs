using Kafka.Dlq.Routing.Building;

namespace Kafka.Dlq.Routing.Checks;

/// <summary>Checks the values that verbs were given.</summary>
internal sealed class VerbChecks(RouteDefaults host)
{
    internal const string CountRule = "1 or more";
    internal static readonly TimeSpan LongestTime = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Checks what was said of a topic, or in a draw's defaults.</summary>
    public void Check(VerbSettings settings, FaultsAt at)
    {
        foreach (VerbCalls calls in settings.Repeated)
        {
            at.AddText(calls.Verb, ValueText.Of(calls), "one call");
        }

        CheckBatch(settings, at);
        CheckOffset(settings, at);
        CheckConfig(settings, at);
        CheckKafka(settings, at);
        if (settings.TryGet(Verbs.Pause, out PauseSetting? pause))
        {
            CheckPause(pause.Over(host.Pause), at);
        }
    }

    /// <summary>Checks the values that topics take from the host.</summary>
    public void CheckHost(FaultsAt at)
    {
        CheckMaxMessages(host.MaxMessages, at);
        CheckTime(nameof(RouteDefaults.MaxWaitTime), host.MaxWaitTime, at);
        CheckPause(host.Pause, at);
    }

    private static void CheckBatch(VerbSettings settings, FaultsAt at)
    {
        if (settings.TryGet(Verbs.MaxMessages, out int count))
        {
            CheckMaxMessages(count, at);
        }

        if (settings.TryGet(Verbs.MaxWaitTime, out TimeSpan time))
        {
            CheckTime(Verbs.MaxWaitTime.Name, time, at);
        }
    }

    private static void CheckOffset(VerbSettings settings, FaultsAt at)
    {
        if (settings.TryGet(Verbs.InitialOffset, out InitialOffset offset) && !Enum.IsDefined(offset))
        {
            at.Add(Verbs.InitialOffset.Name, offset, string.Join(" or ", Enum.GetNames<InitialOffset>()));
        }
    }

    private static void CheckConfig(VerbSettings settings, FaultsAt at)
    {
        if (!settings.TryGet(Verbs.Config, out ConfigSetting? config))
        {
            return;
        }

        if (config.Partitions < 1)
        {
            at.Add($"Config {DeclaredValue.Partitions}", config.Partitions, CountRule);
        }

        if (config.ReplicationFactor < 1)
        {
            at.Add($"Config {DeclaredValue.ReplicationFactor}", config.ReplicationFactor, CountRule);
        }

        CheckEntries("Config settings", config.Settings, at);
    }

    private void CheckKafka(VerbSettings settings, FaultsAt at)
    {
        if (!settings.TryGet(Verbs.Kafka, out KafkaSetting? kafka))
        {
            return;
        }

        CheckEntries("Kafka", kafka.Settings, at);
        foreach ((string key, string value) in kafka.Settings)
        {
            if (host.OwnedKeys.TryGetValue(key, out string? instead))
            {
                at.Add($"Kafka '{key}'", value, $"not here, as the framework sets it: use {instead}");
            }
        }
    }

    private static void CheckEntries(string option, IReadOnlyDictionary<string, string> entries, FaultsAt at)
    {
        foreach ((string key, string? value) in entries)
        {
            if (string.IsNullOrWhiteSpace(key))
            {
                at.AddText(option, "a setting without a name", "settings by Kafka's names");
            }

            if (value is null)
            {
                at.Add($"{option} '{key}'", found: null, "a value; leave the setting out to keep what it has");
            }
        }
    }

    private static void CheckMaxMessages(int count, FaultsAt at)
    {
        if (count < 1)
        {
            at.Add(Verbs.MaxMessages.Name, count, CountRule);
        }
    }

    private static void CheckPause(PauseOptions pause, FaultsAt at)
    {
        CheckTime("Pause timeout", pause.Timeout, at);
        CheckTime("Pause maxTimeout", pause.MaxTimeout, at);
        if (pause.MaxTimeout < pause.Timeout)
        {
            at.Add("Pause maxTimeout", pause.MaxTimeout, $"the timeout of {ValueText.Of(pause.Timeout)} or longer");
        }

        if (pause.Jitter is not (>= 0 and <= 1))
        {
            at.Add("Pause jitter", pause.Jitter, "0 to 1");
        }
    }

    private static void CheckTime(string option, TimeSpan time, FaultsAt at)
    {
        if (time < TimeSpan.Zero || time > LongestTime)
        {
            at.Add(option, time, $"0 to {int.MaxValue} ms");
        }
    }
}
