using Confluent.Kafka;
using Kafka.Dlq.Benchmarks;
using Kafka.Dlq.Benchmarks.CommandLine;
using Kafka.Dlq.Benchmarks.Report;
using System.CommandLine;
using System.CommandLine.Invocation;

const int WrongArguments = 2;

ParseResult parsed = BenchCommand.Create(RunAsync).Parse(args);
if (parsed.Action is ParseErrorAction error)
{
    error.ShowHelp = false;
}

int code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? WrongArguments : code;

static async Task<int> RunAsync(BenchSettings settings, BenchOutput output, CancellationToken cancellationToken)
{
    try
    {
        BenchResults results = new() { Run = ThisMachine.Describe(Environment.GetCommandLineArgs().Skip(1)) };
        await new BenchRun(settings, output, results).RunAsync(cancellationToken);
        return 0;
    }
    catch (Exception exception) when (exception is BenchException or KafkaException)
    {
        await Console.Error.WriteLineAsync($"bench: {exception.Message}");
        return 1;
    }
}
