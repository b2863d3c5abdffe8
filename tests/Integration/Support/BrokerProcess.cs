using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>One broker from an Apache Kafka distribution, with its data in a temporary folder. It can be killed, frozen, and started again on its data.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    private const int LinesOfLog = 15;
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(10);

    // The standard input is a lease that the test process holds: when it ends, even by a kill, the watcher kills the broker and removes the folder.
    // The broker replaces the shell, so its process is the one that was started; the watcher looks before it kills, since process ids are used again.
    private const string Script = """
        folder=$1; java=$2; shift 2
        exec 3<&0 </dev/null >"$folder/broker.log" 2>&1
        (
          trap '' INT HUP
          exec >/dev/null 2>&1
          cat <&3
          case "$(ps -ww -o args= -p $$ || tr '\0' ' ' </proc/$$/cmdline)" in *"$folder"*) kill -9 $$ ;; esac
          rm -rf "$folder" || { sleep 1; rm -rf "$folder"; }
        ) &
        exec 3<&-
        "$java" "$@" kafka.tools.StorageTool format -t "$(cat "$folder/cluster-id")" -c "$folder/server.properties" --ignore-formatted || exit 1
        exec "$java" -Xms128m -Xmx512m -XX:+UseSerialGC "$@" kafka.Kafka "$folder/server.properties"
        """;

    private readonly Stack<Process> _starts = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-dlq-broker-");
    private readonly string _home;

    /// <param name="properties">The broker's settings, made from the folder for its data.</param>
    public BrokerProcess(string home, Func<string, string> properties)
    {
        _home = home;
        File.WriteAllText(Path.Combine(_folder.FullName, "server.properties"), properties(Path.Combine(_folder.FullName, "data")));
        File.WriteAllText(Path.Combine(_folder.FullName, "log4j2.properties"), BrokerProperties.Logging);
        File.WriteAllText(Path.Combine(_folder.FullName, "cluster-id"), "Kafka-Dlq-Integration0");
    }

    public bool HasExited => _starts.TryPeek(out Process? process) && process.HasExited;

    private string Log => Path.Combine(_folder.FullName, "broker.log");

    /// <summary>Refuses a folder that is no distribution.</summary>
    public static void CheckHome(string home)
    {
        string libraries = Path.Combine(home, "libs");
        if (!Directory.Exists(libraries))
        {
            throw new DirectoryNotFoundException($"KAFKA_HOME is {home}, and there is no folder {libraries}. Point it to an unpacked Apache Kafka distribution, or unset it.");
        }
    }

    /// <summary>Starts it, for the first time or again. It answers some seconds later.</summary>
    public void Launch()
    {
        string java = Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } javaHome ? Path.Combine(javaHome, "bin", "java") : "java";
        ProcessStartInfo start = new("/bin/sh")
        {
            RedirectStandardInput = true,
            ArgumentList =
            {
                "-c", Script, "broker", _folder.FullName, java,
                "-XX:TieredStopAtLevel=1", $"-Dlog4j2.configurationFile={_folder.FullName}/log4j2.properties", "-cp", $"{_home}/libs/*",
            },
        };
        _starts.Push(Process.Start(start)!);
    }

    /// <summary>Ends it at once, as a power cut would. Its data stays.</summary>
    public void Kill()
    {
        Process process = _starts.Peek();
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Sends a signal by its name, for instance STOP or CONT.</summary>
    public async Task SignalAsync(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_starts.Peek().Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        bool isWatched = _starts.Count > 0;

        // The last start first: the watchers of earlier ones remove the folder too, which nobody may use then.
        while (_starts.TryPop(out Process? process))
        {
            End(process);
        }

        if (!isWatched)
        {
            _folder.Delete(recursive: true);
        }

        await Eventually.BecomesTrueAsync(
            () => !Directory.Exists(_folder.FullName),
            StopDeadline,
            () => $"the broker's folder {_folder.FullName} is still there; remove it by hand");
    }

    private static void End(Process process)
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(StopDeadline))
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    /// <summary>What a person should read when it does not start.</summary>
    public string EndOfLog()
    {
        string[] lines = File.Exists(Log) ? File.ReadAllLines(Log) : [];
        string end = string.Join(Environment.NewLine, lines.TakeLast(LinesOfLog));
        return $"Java 17 or newer is needed (JAVA_HOME, or java in the path). The end of its log:{Environment.NewLine}{end}";
    }
}
