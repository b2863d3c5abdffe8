using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>A broker of its own for this run, started from an Apache Kafka distribution on free loopback ports, with its data in a temporary folder.</summary>
internal sealed class DistributionBroker : IBrokerSource
{
    private const int Tries = 3;
    private const int LinesOfLog = 15;
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
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
        "$java" "$@" kafka.tools.StorageTool format -t "$(cat "$folder/cluster-id")" -c "$folder/server.properties" || exit 1
        exec "$java" -Xms128m -Xmx512m -XX:+UseSerialGC "$@" kafka.Kafka "$folder/server.properties"
        """;

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly string _home;

    private DistributionBroker(string home, DirectoryInfo folder, int port)
    {
        _home = home;
        _folder = folder;
        BootstrapServers = $"127.0.0.1:{port}";
        _process = Launch(home, folder);
    }

    public BrokerKind Kind => BrokerKind.Distribution;

    public string BootstrapServers { get; }

    public string Description => $"started from {_home} (KAFKA_HOME) at {BootstrapServers}";

    private string Log => Path.Combine(_folder.FullName, "broker.log");

    public static async Task<IBrokerSource> StartAsync(string home)
    {
        string libraries = Path.Combine(home, "libs");
        if (!Directory.Exists(libraries))
        {
            throw new DirectoryNotFoundException($"KAFKA_HOME is {home}, and there is no folder {libraries}. Point it to an unpacked Apache Kafka distribution, or unset it.");
        }

        for (int left = Tries - 1; ; left--)
        {
            DistributionBroker broker = Prepare(home);
            try
            {
                await BrokerAnswer.WaitAsync(broker.BootstrapServers, StartDeadline, broker.EndOfLog, isAlive: () => !broker._process.HasExited);
                return broker;
            }
            catch (InvalidOperationException) when (left > 0)
            {
                // Another process may have taken a port between our choice and the broker's bind: choose again.
                await broker.DisposeAsync();
            }
            catch (Exception)
            {
                await broker.DisposeAsync();
                throw;
            }
        }
    }

    public Task CreateTopicAsync(string name, int partitions, IReadOnlyDictionary<string, string> settings) =>
        Topics.CreateAsync(BootstrapServers, name, partitions, settings);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(StopDeadline))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        await Eventually.BecomesTrueAsync(
            () => !Directory.Exists(_folder.FullName),
            StopDeadline,
            () => $"the broker's folder {_folder.FullName} is still there; remove it by hand");
    }

    private static DistributionBroker Prepare(string home)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-dlq-broker-");
        int[] ports = FreePorts(2);
        string data = Path.Combine(folder.FullName, "data");
        File.WriteAllText(Path.Combine(folder.FullName, "server.properties"), BrokerProperties.Text(ports[0], ports[1], data));
        File.WriteAllText(Path.Combine(folder.FullName, "log4j2.properties"), BrokerProperties.Logging);
        File.WriteAllText(Path.Combine(folder.FullName, "cluster-id"), "Kafka-Dlq-Integration0");
        return new DistributionBroker(home, folder, ports[0]);
    }

    private static Process Launch(string home, DirectoryInfo folder)
    {
        string java = Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } javaHome ? Path.Combine(javaHome, "bin", "java") : "java";
        ProcessStartInfo start = new("/bin/sh")
        {
            RedirectStandardInput = true,
            ArgumentList =
            {
                "-c", Script, "broker", folder.FullName, java,
                "-XX:TieredStopAtLevel=1", $"-Dlog4j2.configurationFile={folder.FullName}/log4j2.properties", "-cp", $"{home}/libs/*",
            },
        };
        return Process.Start(start)!;
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
        {
            listener.Start();
        }

        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }

    private string EndOfLog()
    {
        string[] lines = File.Exists(Log) ? File.ReadAllLines(Log) : [];
        string end = string.Join(Environment.NewLine, lines.TakeLast(LinesOfLog));
        return $"Java 17 or newer is needed (JAVA_HOME, or java in the path). The end of its log:{Environment.NewLine}{end}";
    }
}
