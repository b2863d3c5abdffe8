using Kafka.Dlq;
using Kafka.Dlq.Examples;
using Kafka.Dlq.Examples.BulkSink;
using Kafka.Dlq.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using System.Text;

// A bulk write with named actions: what the index can never take goes to a topic as {record, error}, what is no JSON goes to local files, what the index may take later is written again alone.
using ExampleKafka broker = ExampleKafka.ConnectOrExit();
Console.WriteLine($"Broker: {broker.Description}");
broker.CreateTopic("articles");
broker.CreateTopic("articles.unindexed");
DirectoryInfo folder = Directory.CreateTempSubdirectory("bulk-sink-");
SearchIndex index = new();
Expected expected = new(things: 10);

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Services.AddSingleton(expected).AddSingleton(index);
builder.Services.AddKafkaDlq(kafka => kafka
    .Configure(options =>
    {
        options.GroupId = "articles.index";
        options.Kafka["bootstrap.servers"] = broker.BootstrapServers;
        options.Topics = broker.Topics;
        options.Pause = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(50) };
    })
    .TopicSink("unindexed", "articles.unindexed", format: RejectedFormat.Envelope)
    .FileSink("unreadable", new DeadLetterFileOptions { Directory = folder.FullName })
    .Routes(routes => routes.Draw(draw => draw
        .Topic("articles", topic => topic
            .Consumer<ArticlesConsumer>()
            .MaxMessages(10)
            .MaxWaitTime(TimeSpan.FromSeconds(1))
            .DeadLetterAction(DeadLetterAction.Sink("unindexed"))
            .Deserializer(Json.For<Article>(), onFailure: DeadLetterAction.Sink("unreadable"))))));

using IHost host = builder.Build();
KafkaMonitor monitor = host.Services.GetRequiredService<KafkaMonitor>();
monitor.Subscribe<RecordRejected>(e => Console.WriteLine($"rejected    {e.Message} into '{e.Action}': {e.Reason}"));
monitor.Subscribe<DeadLetterDelivered>(e => Console.WriteLine($"lies at     {e.Target.Topic}/{e.Target.Partition.Value}/{e.Target.Offset.Value}: {e.Message}, {Encoding.UTF8.GetString(e.Message.RawPayload.Span).Split("\\n")[0]}..."));
monitor.Subscribe<SinkFlushed>(e =>
{
    for (int safe = 0; safe < e.Count; safe++)
    {
        expected.Happened();
    }
});

await host.StartAsync();
await broker.ProduceAsync("articles", [.. Enumerable.Range(0, 10).Select(Text)]);
int exitCode = await expected.ExitCodeAsync();
await host.StopAsync();

using (DeadLetterFileReader reader = DeadLetterFileReader.Open(new DeadLetterFileReaderOptions { Directory = folder.FullName, CleanConsumed = true }))
{
    foreach (StoredDeadLetter letter in reader.ReadAvailable())
    {
        Console.WriteLine($"read back   {letter.Entry.Source}: {Encoding.UTF8.GetString(letter.Entry.Value!.Value.Span)}");
        reader.Acknowledge(letter);
    }
}

Console.WriteLine($"indexed     {index.Documents.Count} articles, {(index.Documents.Distinct().Count() == index.Documents.Count ? "none of them twice" : "some of them twice")}");
Console.WriteLine($"left        {folder.GetFiles("*.dlq").Length} files");
folder.Delete(recursive: true);
return exitCode;

static string Text(int number) => number switch
{
    3 => """{"number":3,"title":""",
    5 => """{"number":5,"title":"Article 5","published":"yesterday"}""",
    _ => $$"""{"number":{{number}},"title":"Article {{number}}","published":"2026-01-1{{number}}"}""",
};
