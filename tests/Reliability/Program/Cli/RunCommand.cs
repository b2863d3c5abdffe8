using Kafka.Dlq.Reliability.Campaigns;
using Kafka.Dlq.Reliability.Results;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kafka.Dlq.Reliability.Cli;

/// <summary><c>run</c>: one campaign, several, or all.</summary>
internal static class RunCommand
{
    public static Command Create(Option<DirectoryInfo> results)
    {
        Argument<string[]> ids = new("campaign") { Description = "R1 and so on, or all.", Arity = ArgumentArity.OneOrMore };
        ids.Validators.Add(result =>
        {
            foreach (string unknown in result.Tokens.Select(token => token.Value).Where(id => !IsAll(id) && Catalog.Find(id) is null))
            {
                result.AddError($"There is no campaign '{unknown}'. There are {string.Join(", ", Catalog.All.Select(campaign => campaign.Id))}, and all.");
            }
        });
        RunOptions options = new();
        Command command = new("run", "Runs campaigns and exits with 1 when one does not keep its promise, with 3 when one cannot be run here.") { ids };
        foreach (Option option in options.All)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => RunAsync(Chosen(parsed.GetRequiredValue(ids)), parsed, options, new ResultFolder(parsed.GetRequiredValue(results).FullName), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IEnumerable<ICampaign> campaigns, ParseResult parsed, RunOptions options, ResultFolder results, CancellationToken cancellationToken)
    {
        int worst = ExitCode.Kept;
        CampaignRun run = new(results, Console.Out, TimeProvider.System);
        foreach (ICampaign campaign in campaigns)
        {
            int code = await RunAsync(run, campaign, options.Of(parsed, campaign), CommandLine(campaign, parsed), cancellationToken);
            worst = worst == ExitCode.Broken || code == ExitCode.Kept ? worst : code;
        }

        return worst;
    }

    private static async Task<int> RunAsync(CampaignRun run, ICampaign campaign, CampaignSettings settings, string command, CancellationToken cancellationToken)
    {
        try
        {
            CampaignResult? result = await run.RunAsync(campaign, settings, command, cancellationToken);
            return result is null ? ExitCode.NotRun : result.Passed ? ExitCode.Kept : ExitCode.Broken;
        }
        catch (CampaignBrokenOffException broken)
        {
            await Console.Error.WriteLineAsync(broken.Message);
            return ExitCode.Broken;
        }
    }

    private static bool IsAll(string id) => string.Equals(id, "all", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<ICampaign> Chosen(string[] ids) => Array.Exists(ids, IsAll)
        ? Catalog.All
        : ids.Select(Catalog.Find).OfType<ICampaign>();

    // Where the results lie makes no difference to what is run.
    private static string CommandLine(ICampaign campaign, ParseResult parsed)
    {
        List<string> options = [.. parsed.Tokens.SkipWhile(token => token.Type != TokenType.Option).Select(token => token.Value)];
        if (options.IndexOf("--results") is >= 0 and int place)
        {
            options.RemoveRange(place, Math.Min(2, options.Count - place));
        }

        return string.Join(' ', ["./prove", campaign.Id, .. options]);
    }
}
