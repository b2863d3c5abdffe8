using Confluent.Kafka;
using Kafka.Dlq.Reliability.Brokers;
using Kafka.Dlq.Reliability.Results;
using Kafka.Dlq.Reliability.Screen;
using Kafka.Dlq.Reliability.Workers;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>Runs one campaign, prints what it found and leaves the result in the folder of results.</summary>
internal sealed class CampaignRun(ResultFolder results, TextWriter output, TimeProvider time)
{
    /// <returns>The result; null when the campaign cannot run here.</returns>
    /// <exception cref="CampaignBrokenOffException">It did not come to its end, so it shows nothing.</exception>
    public async Task<CampaignResult?> RunAsync(ICampaign campaign, CampaignSettings settings, string command, CancellationToken cancellationToken)
    {
        output.WriteLine($"{campaign.Id}: {campaign.Title}");
        output.WriteLine($"Must show: {campaign.Promise}. Seed {settings.Seed}.");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-dlq-prove-");
        long begin = Stopwatch.GetTimestamp();
        try
        {
            CampaignOutcome outcome = await Screens.FollowAsync(campaign.Id, screen => RunAsync(campaign, settings, folder.FullName, screen, cancellationToken));
            CampaignResult result = ResultOf(campaign, outcome, command, Stopwatch.GetElapsedTime(begin));

            // What was broken on purpose is no figure of the framework.
            Print(result, settings.Sabotage == Sabotage.None ? results.Add(result) : "none, since the workers were broken on purpose", folder);
            return result;
        }
        catch (CannotRunException refused)
        {
            output.WriteLine($"{campaign.Id} was not run. {refused.Message}");
            folder.Delete(recursive: true);
            return null;
        }
        catch (Exception broken) when (broken is TimeoutException or InvalidOperationException or InvalidDataException or KafkaException or IOException)
        {
            throw new CampaignBrokenOffException($"{campaign.Id} was broken off and shows nothing: {broken.Message} What there is of its ledgers is left in {folder.FullName}.", broken);
        }
    }

    private async Task<CampaignOutcome> RunAsync(ICampaign campaign, CampaignSettings settings, string folder, IScreen screen, CancellationToken cancellationToken)
    {
        await using BrokerLease broker = new();
        return await campaign.RunAsync(new CampaignContext(settings, broker, folder, results.Path, screen, cancellationToken));
    }

    private CampaignResult ResultOf(ICampaign campaign, CampaignOutcome outcome, string command, TimeSpan elapsed) => new()
    {
        Id = campaign.Id,
        Title = campaign.Title,
        Figures = outcome.Figures,
        Failures = outcome.Failures,
        Remarks = outcome.Remarks,
        Command = command,
        Date = time.GetUtcNow(),
        Elapsed = elapsed,
        Machine = Surroundings.Machine,
        Versions = Surroundings.Versions,
    };

    private void Print(CampaignResult result, string file, DirectoryInfo folder)
    {
        foreach (Figure figure in result.Figures)
        {
            output.WriteLine($"  {figure.Name,-36}{figure,20}");
        }

        foreach (string remark in result.Remarks)
        {
            output.WriteLine($"  reported by workers: {remark}");
        }

        foreach (string failure in result.Failures)
        {
            output.WriteLine($"FAILED: {failure}");
        }

        output.WriteLine($"{result.Id} {(result.Passed ? "kept its promise" : "did NOT keep its promise")} in {result.Elapsed.TotalSeconds:0} s. Result: {file}");
        if (result.Passed)
        {
            folder.Delete(recursive: true);
        }
        else
        {
            output.WriteLine($"The ledgers are left in {folder.FullName}.");
        }
    }
}
