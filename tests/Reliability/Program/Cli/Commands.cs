using Kafka.Dlq.Reliability.Campaigns;
using Kafka.Dlq.Reliability.Results;
using Kafka.Dlq.Reliability.Workers;
using System.CommandLine;

namespace Kafka.Dlq.Reliability.Cli;

/// <summary>The command line.</summary>
internal static class Commands
{
    public static RootCommand Create()
    {
        Option<DirectoryInfo> results = new("--results")
        {
            Description = "The folder of results, a file for each run.",
            HelpName = "DIR",
            Recursive = true,
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("artifacts", "prove")),
        };
        return new RootCommand("Proves by campaigns what docs/guarantees.md promises. Uses the cluster named by KAFKA_BOOTSTRAP_SERVERS, otherwise starts a broker from KAFKA_HOME.")
        {
            results, RunCommand.Create(results), Report(results), List(), Worker(),
        };
    }

    private static Command Report(Option<DirectoryInfo> results)
    {
        Option<FileInfo> page = new("--page") { Description = "The page that the figures are written into.", HelpName = "FILE", DefaultValueFactory = _ => new FileInfo(Path.Combine("docs", "guarantees.md")) };
        Command report = new("report", "Writes the figures of the folder of results into the page of guarantees.") { page };
        report.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(page).FullName;
            File.WriteAllText(file, ReportPage.Replace(File.ReadAllText(file), Catalog.All, new ResultFolder(parsed.GetRequiredValue(results).FullName).Read()));
            Console.Out.WriteLine($"{file} has the figures of {parsed.GetRequiredValue(results)}.");
        });
        return report;
    }

    private static Command List()
    {
        Command list = new("list", "Names the campaigns, what they must show, and how long their full forms take.");
        list.SetAction(_ =>
        {
            foreach (ICampaign campaign in Catalog.All)
            {
                string about = campaign.About > TimeSpan.Zero ? $"about {campaign.About:h\\:mm} h" : "not yet";
                Console.Out.WriteLine($"{campaign.Id}  {campaign.Title} ({about})\n    {campaign.Promise}");
            }
        });
        return list;
    }

    private static Command Worker()
    {
        Argument<string> settings = new("settings");
        Command worker = new("worker", "What campaigns start as processes.") { settings };
        worker.Hidden = true;
        worker.SetAction((parsed, _) => WorkerProgram.RunAsync(parsed.GetRequiredValue(settings)));
        return worker;
    }
}
