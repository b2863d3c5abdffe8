using Kafka.Dlq.Files;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Tests.Unit.Framework.Hosting;

public sealed class SpoolsTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("kafka-dlq-spool-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_start_that_fails_at_the_second_spool_lets_go_of_the_first()
    {
        using IHost host = Build();
        await using (DeadLetterFileWriter other = Open("refunds.dlq"))
        {
            DeadLetterFilesInUseException refused = await Assert.ThrowsAsync<DeadLetterFilesInUseException>(() => host.StartAsync(TestContext.Current.CancellationToken));
            Assert.Contains("refunds.dlq", refused.Message, StringComparison.Ordinal);
        }

        Assert.True(Directory.Exists(FolderOf("orders.dlq")));
        await using DeadLetterFileWriter free = Open("orders.dlq");
    }

    private IHost Build()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddKafkaDlq(kafka => kafka
            .Configure(options =>
            {
                // Nobody answers there, and nobody needs to: the start fails before.
                options.Kafka["bootstrap.servers"] = "127.0.0.1:1";
                options.GroupId = "billing";
                options.Topics = TopicProvisioning.None;
                options.DeadLetters = new DeadLetterOptions { Spool = new SpoolOptions { Directory = _root.FullName } };
            })
            .Routes(routes => routes.Draw(draw => Array.ForEach(
                ["orders", "refunds"],
                topic => draw.Topic(topic, route => route.Consumer<Idle>().DeadLetterQueue(queue => queue.Topic($"{topic}.dlq").WhenUnavailable(UnavailablePolicy.Spool)))))));
        return builder.Build();
    }

    private DeadLetterFileWriter Open(string topic) => DeadLetterFileWriter.Open(new DeadLetterFileOptions { Directory = FolderOf(topic) });

    private string FolderOf(string topic) => Path.Combine(_root.FullName, "main", topic);

    private sealed class Idle : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
