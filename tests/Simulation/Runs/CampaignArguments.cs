using System.Globalization;

namespace Kafka.Dlq.Tests.Simulation.Runs;

/// <summary>What was asked for on the command line.</summary>
internal sealed record CampaignArguments(int From, int Seeds, bool IsTraced, Mutation Mutation)
{
    public static string Usage { get; } =
        $"""
        simulate [--seeds N] [--from N]     runs N seeds (default 1,000) from a first one (default 1)
        simulate --seed N [--trace]         runs one seed; --trace prints what happened in it
        ... --mutate FAULT                  puts a fault in on purpose: {string.Join(", ", Enum.GetNames<Mutation>())}
        """;

    public static CampaignArguments? Parse(IReadOnlyList<string> args)
    {
        CampaignArguments arguments = new(1, 1_000, IsTraced: false, Mutation.None);
        for (int i = 0; i < args.Count; i++)
        {
            string value = i + 1 < args.Count ? args[i + 1] : "";
            bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            bool takesValue = args[i] != "--trace";
            switch (args[i])
            {
                case "--seeds" when isNumber:
                    arguments = arguments with { Seeds = number };
                    break;
                case "--from" when isNumber:
                    arguments = arguments with { From = number };
                    break;
                case "--seed" when isNumber:
                    arguments = arguments with { From = number, Seeds = 1 };
                    break;
                case "--trace":
                    arguments = arguments with { IsTraced = true };
                    break;
                case "--mutate" when Enum.TryParse(value, ignoreCase: true, out Mutation mutation):
                    arguments = arguments with { Mutation = mutation };
                    break;
                default:
                    return null;
            }

            i += takesValue ? 1 : 0;
        }

        return arguments;
    }
}
