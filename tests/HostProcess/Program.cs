using Kafka.Dlq;
using Kafka.Dlq.Tests.HostProcess;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A host as a user would write it, for tests of what only a process can show: signals, exit codes, a freeze. It tells what happens on its standard output,
// and does what its behaviour says: bootstrap servers, group, topic, behaviour, and librdkafka settings as key=value. Those of the behaviour itself begin with "own.".
string topic = args[2];
string behaviour = args[3];
ILookup<bool, string[]> settings = args.Skip(4).Select(setting => setting.Split('=', 2)).ToLookup(setting => setting[0].StartsWith("own.", StringComparison.Ordinal));
Dictionary<string, string> own = settings[true].ToDictionary(setting => setting[0]["own.".Length..], setting => setting[1]);

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Logging.SetMinimumLevel(LogLevel.None);
builder.Services.AddSingleton<Signal>();
if (behaviour == "reject")
{
    builder.Services.AddKafkaDlq(kafka => RejectsAllButFirst.Configure(kafka, own));
}

builder.Services.AddKafkaDlq(kafka => kafka
    .Configure(options =>
    {
        options.Kafka["bootstrap.servers"] = args[0];
        options.GroupId = args[1];
        options.Topics = TopicProvisioning.None;
        options.ShutdownTimeout = behaviour == "hang" ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(60);
        foreach (string[] setting in settings[false])
        {
            options.Kafka[setting[0]] = setting[1];
        }

        if (behaviour == "spool")
        {
            AllBad.Configure(options, own);
        }
        else if (behaviour == "transform")
        {
            Copies.Configure(options);
        }
        else if (behaviour == "kill")
        {
            Kills.Configure(options);
        }
    })
    .Routes(routes => routes.Draw(draw => draw.Topic(topic, route => _ = behaviour switch
    {
        "hold" or "hang" => route.Consumer<HoldsAt5>(),
        "critical" => route.Consumer<CriticalAt2>(),
        "spool" => route.Consumer<AllBad>().DeadLetterQueue(queue => queue.Topic(own["topic"]).MaxRetries(0).Cluster("letters").WhenUnavailable(UnavailablePolicy.Spool)),
        "transform" => route.TransformMany<string>([own["first"], own["second"]], text => Copies.Of(text, own["first"], own["second"])),
        "reject" => route.Consumer<RejectsAllButFirst>().DeadLetterAction(DeadLetterAction.Sink("files")),
        "kill" => route.Consumer<Kills>().DeadLetterQueue(queue => Kills.Guard(queue, own)),
        "late-fault" => route.Consumer<CriticalAt2>().DeadLetterQueue(topic),
        _ => throw new ArgumentException($"There is no behaviour '{behaviour}'; there are hold, hang, critical, spool, transform, reject, kill and late-fault."),
    }))));

using IHost host = builder.Build();
using IDisposable told = host.Services.GetRequiredService<KafkaMonitor>().Subscribe<KafkaEvent>(Story.Tell);
await host.RunAsync();
Story.Write("the host has ended");
