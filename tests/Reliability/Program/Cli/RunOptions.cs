using Kafka.Dlq.Reliability.Campaigns;
using Kafka.Dlq.Reliability.Workers;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Kafka.Dlq.Reliability.Cli;

/// <summary>The options of <c>run</c>. What is not given is taken from the campaign's full or short form.</summary>
internal sealed class RunOptions
{
    private readonly Option<bool> _short = new("--short") { Description = "The short form, as ./test runs it." };
    private readonly Option<int?> _times = Number("--times", 1, "How often the campaign's fault is done: kills, joins and leaves, broken brokers, inputs.", "--kills");
    private readonly Option<int?> _records = Number("--records", 1, "Records in the source topic.");
    private readonly Option<int?> _partitions = Number("--partitions", 1, "Partitions of the source topic.");
    private readonly Option<int?> _workers = Number("--workers", 1, "Worker processes.");
    private readonly Option<int?> _seed = Number("--seed", 0, "Decides faults, victims and moments. Default 1; give each piece of a campaign another.");
    private readonly Option<TimeSpan?> _duration = new("--duration") { Description = "How long a soak lasts, for instance 01:00:00 or 1.00:00:00 for a day.", HelpName = "HH:MM:SS" };
    private readonly Option<TimeSpan?> _freeze = new("--freeze") { Description = "How long a frozen broker stands still. Default 00:00:30.", HelpName = "HH:MM:SS" };
    private readonly Option<TimeSpan?> _session = new("--session") { Description = "How long a member may be silent. Default 2 s at a broker of its own, 6 s at one that runs already.", HelpName = "HH:MM:SS" };
    private readonly Option<string> _protocol = new("--protocol") { Description = "The group protocol.", DefaultValueFactory = _ => "classic" };
    private readonly Option<string> _break = new("--break") { Description = "Breaks a promise on purpose in the workers; the campaign must then report losses.", DefaultValueFactory = _ => "nothing" };

    private readonly Option<bool> _static = new("--static") { Description = "The workers of R4 are static members (group.instance.id)." };
    private readonly Option<BrokerFault[]> _faults = new("--faults")
    {
        Description = "What R4 does to brokers: some of kill, freeze, cut, latency, throttle, reset. Default all.",
        HelpName = "FAULT ...",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _kafka = new("--kafka") { Description = "A librdkafka setting of the workers of R4; may be given again.", HelpName = "KEY=VALUE" };

    public RunOptions()
    {
        _kafka.Validators.Add(KeysAndValues);
        _protocol.AcceptOnlyFromAmong("classic", "consumer");
        _break.AcceptOnlyFromAmong("nothing", "commit-before-report", "skip-on-revoke");
    }

    public IEnumerable<Option> All => [_short, _times, _records, _partitions, _workers, _seed, _duration, _freeze, _session, _protocol, _break, _static, _faults, _kafka];

    public CampaignSettings Of(ParseResult parsed, ICampaign campaign)
    {
        CampaignSettings form = parsed.GetValue(_short) ? campaign.Short : campaign.Full;
        return form with
        {
            Times = parsed.GetValue(_times) ?? form.Times,
            Records = parsed.GetValue(_records) ?? form.Records,
            Partitions = parsed.GetValue(_partitions) ?? form.Partitions,
            Workers = parsed.GetValue(_workers) ?? form.Workers,
            Seed = parsed.GetValue(_seed) ?? form.Seed,
            Duration = parsed.GetValue(_duration) ?? form.Duration,
            Freeze = parsed.GetValue(_freeze) ?? form.Freeze,
            Session = parsed.GetValue(_session),
            IsNewProtocol = parsed.GetValue(_protocol) == "consumer",
            Sabotage = parsed.GetValue(_break) switch
            {
                "commit-before-report" => Sabotage.CommitBeforeReport,
                "skip-on-revoke" => Sabotage.SkipOnRevoke,
                _ => Sabotage.None,
            },
            IsStatic = parsed.GetValue(_static),
            Faults = parsed.GetValue(_faults) ?? [],
            Kafka = (parsed.GetValue(_kafka) ?? []).Select(setting => setting.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]),
        };
    }

    private static Option<int?> Number(string name, int least, string description, params string[] aliases)
    {
        Option<int?> option = new(name, aliases) { Description = description, HelpName = "N" };
        option.Validators.Add(result => AtLeast(least, result));
        return option;
    }

    // What is no number at all is told by the parser.
    private static void AtLeast(int least, OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value < least)
        {
            result.AddError($"{result.IdentifierToken} is {value}; it takes {least} or more.");
        }
    }

    private static void KeysAndValues(OptionResult result)
    {
        foreach (string setting in result.Tokens.Select(token => token.Value).Where(text => text.IndexOf('=') < 1))
        {
            result.AddError($"--kafka is '{setting}'; it takes KEY=VALUE, for instance socket.timeout.ms=10000.");
        }
    }
}
