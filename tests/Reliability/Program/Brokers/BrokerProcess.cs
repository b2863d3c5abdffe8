using Kafka.Dlq.Reliability.Workers;
using Kafka.Dlq.Tests.Integration.Support;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Brokers;

/// <summary>One broker from an Apache Kafka distribution, with its data in a folder. It can be killed, frozen, and started again on its data.</summary>
internal sealed class BrokerProcess : IDisposable
{
    private const int LinesOfLog = 15;

    // The standard input is a lease that the campaign holds: when it ends, even by a kill, the watcher kills the broker. The broker replaces the shell, so its process
    // is the one that was started; the watcher looks before it kills, since process ids are used again.
    private const string Script = """
        folder=$1; java=$2; shift 2
        exec 3<&0 </dev/null >>"$folder/broker.log" 2>&1
        (
          trap '' INT HUP
          exec >/dev/null 2>&1
          cat <&3
          case "$(tr '\0' ' ' </proc/$$/cmdline)" in *"$folder"*) kill -9 $$ ;; esac
        ) &
        exec 3<&-
        "$java" "$@" kafka.tools.StorageTool format -t Kafka-Dlq-Reliability0 -c "$folder/server.properties" --ignore-formatted || exit 1
        exec "$java" -Xms256m -Xmx768m -XX:+UseSerialGC "$@" kafka.Kafka "$folder/server.properties"
        """;

    private readonly List<Process> _starts = [];
    private readonly string _folder;
    private readonly string _home;

    /// <param name="properties">The broker's settings, made from the folder for its data.</param>
    public BrokerProcess(string home, string folder, Func<string, string> properties)
    {
        _home = home;
        _folder = Directory.CreateDirectory(folder).FullName;
        File.WriteAllText(Path.Combine(_folder, "server.properties"), properties(Path.Combine(_folder, "data")));
        File.WriteAllText(Path.Combine(_folder, "log4j2.properties"), BrokerProperties.Logging);
    }

    public bool HasExited => _starts is [.., { HasExited: true }];

    /// <summary>Starts it, for the first time or again. It answers some seconds later.</summary>
    public void Launch()
    {
        string java = Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } javaHome ? Path.Combine(javaHome, "bin", "java") : "java";
        ProcessStartInfo start = new("/bin/sh")
        {
            RedirectStandardInput = true,
            ArgumentList = { "-c", Script, "broker", _folder, java, "-XX:TieredStopAtLevel=1", $"-Dlog4j2.configurationFile={_folder}/log4j2.properties", "-cp", $"{_home}/libs/*" },
        };
        _starts.Add(Process.Start(start)!);
    }

    /// <summary>Ends it at once, as a power cut would. Its data stays.</summary>
    public void Kill()
    {
        _starts[^1].Kill();
        _starts[^1].WaitForExit();
    }

    public void Freeze() => ProcessSignal.Freeze(_starts[^1]);

    public void Thaw() => ProcessSignal.Thaw(_starts[^1]);

    public void Dispose()
    {
        foreach (Process process in _starts)
        {
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }

            process.Dispose();
        }
    }

    /// <summary>What a person should read when it does not start.</summary>
    public string EndOfLog()
    {
        string log = Path.Combine(_folder, "broker.log");
        string[] lines = File.Exists(log) ? File.ReadAllLines(log) : [];
        return $"Java 17 or newer is needed (JAVA_HOME, or java in the path). The end of its log:{Environment.NewLine}{string.Join(Environment.NewLine, lines.TakeLast(LinesOfLog))}";
    }
}
