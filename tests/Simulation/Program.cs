using Kafka.Dlq.Tests.Simulation.Runs;
using Xunit.Runner.InProc.SystemConsole;

namespace Kafka.Dlq.Tests.Simulation;

/// <summary>Runs the tests, or with "simulate" as many seeds as are asked for.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args is ["simulate", .. string[] rest] ? Campaign.Start(rest) : await ConsoleRunner.Run(args);
}
