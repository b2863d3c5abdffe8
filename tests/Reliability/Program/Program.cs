using Kafka.Dlq.Reliability.Cli;
using System.CommandLine;

// Signals of a worker belong to its host, which stops in order: the command line must not end the process before.
return await Commands.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = args is ["worker", ..] ? null : TimeSpan.FromSeconds(10) });
