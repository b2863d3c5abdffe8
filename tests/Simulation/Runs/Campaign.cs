namespace Kafka.Dlq.Tests.Simulation.Runs;

/// <summary>Runs many seeds, on all processors, and tells what broke.</summary>
internal static class Campaign
{
    private const int Shown = 10;

    public static int Start(string[] args)
    {
        if (CampaignArguments.Parse(args) is not { } arguments)
        {
            Console.Error.WriteLine(CampaignArguments.Usage);
            return 2;
        }

        return arguments.IsTraced ? Replay(arguments) : RunAll(arguments);
    }

    /// <summary>Runs seeds beside each other; they share nothing.</summary>
    /// <param name="from">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="mutation">A fault put in on purpose.</param>
    /// <param name="told">Called with each outcome, one at a time and in no particular order.</param>
    public static void Run(int from, int count, Mutation mutation, Action<Outcome> told)
    {
        int next = from - 1;
        Lock gate = new();
        Thread[] threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        void Work()
        {
            for (int seed = Interlocked.Increment(ref next); seed < from + count; seed = Interlocked.Increment(ref next))
            {
                Outcome outcome = SimulatedRun.RunHere(seed, mutation);
                lock (gate)
                {
                    told(outcome);
                }
            }
        }
    }

    public static string Describe(Outcome outcome) =>
        $"""
        seed {outcome.Seed}: {outcome.Violation}
          {outcome.Scenario}
          replay: dotnet tests/Simulation/bin/Release/net10.0/Kafka.Dlq.Tests.Simulation.dll simulate --seed {outcome.Seed} --trace
        """;

    private static int Replay(CampaignArguments arguments)
    {
        Outcome outcome = SimulatedRun.Run(arguments.From, arguments.Mutation, isTraced: true);
        Console.WriteLine(outcome.Scenario);
        Console.Write(outcome.Trace);
        Console.WriteLine($"{outcome.Steps} steps, digest {outcome.Digest:x16}");
        Console.WriteLine(outcome.Violation ?? "no violation");
        return outcome.Violation is null ? 0 : 1;
    }

    private static int RunAll(CampaignArguments arguments)
    {
        long start = TimeProvider.System.GetTimestamp();
        Totals totals = new();
        Run(arguments.From, arguments.Seeds, arguments.Mutation, outcome =>
        {
            totals.Add(outcome);
            if (outcome.Violation is not null && totals.Violations <= Shown)
            {
                Console.WriteLine(Describe(outcome));
            }

            if (totals.Seeds % 10_000 == 0 && totals.Seeds < arguments.Seeds)
            {
                Console.WriteLine($"{totals.Seeds:N0} of {arguments.Seeds:N0} seeds, {totals.Violations} violation(s), {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s");
            }
        });
        Console.WriteLine(totals.ToString(TimeProvider.System.GetElapsedTime(start)));
        return totals.Violations == 0 ? 0 : 1;
    }
}
