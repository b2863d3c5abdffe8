using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using System.Net;
using System.Net.Http.Json;

namespace Kafka.Dlq.Tests.Integration.Hosts;

/// <summary>A web application consumes beside its requests: it starts and stops with the application, and a health endpoint tells how it gets on.</summary>
public sealed class When_a_web_application_consumes(KafkaBroker broker)
{
    [Fact]
    public async Task Should_start_handle_tell_its_health_and_stop_with_the_application()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        string group = KafkaBroker.NewName("group");
        Handled handled = new();
        await using WebApplication application = Build(group, topic, letters, handled);
        List<KafkaEvent> told = [];
        application.Services.GetRequiredService<KafkaMonitor>().Subscribe<AppStopped>(told.Add);

        await application.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = new() { BaseAddress = new Uri(application.Urls.Single()) };
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await Eventually.BecomesTrueAsync(() => handled.Count == 9, TimeSpan.FromSeconds(30), () => $"{handled.Count} messages handled, expected 9");
        Assert.Equal("9", await client.GetStringAsync("/handled", TestContext.Current.CancellationToken));
        (HttpStatusCode Code, Health Health) well = await HealthAsync(client);
        await application.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "Healthy", "Healthy"), (well.Code, well.Health.Status, well.Health.Checks["kafka_dlq"]));
        Assert.Single(told);
        await Committed.BecomesAsync(broker, group, topic, expected: 10);
        Assert.Equal(3, Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).SourceOffset());
    }

    [Fact]
    public async Task Should_answer_requests_and_call_itself_unhealthy_while_no_broker_answers()
    {
        string nowhere = $"127.0.0.1:{Ports.Free(1).Single()}";
        await using WebApplication application = Build(KafkaBroker.NewName("group"), "orders", "orders.dlq", new Handled(), nowhere, TopicProvisioning.Verify);

        await application.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = new() { BaseAddress = new Uri(application.Urls.Single()) };
        (HttpStatusCode Code, Health Health) ill = await HealthAsync(client);
        await application.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (ill.Code, ill.Health.Status));
        Assert.Contains(nowhere, ill.Health.Checks["kafka_dlq"], StringComparison.Ordinal);
    }

    private WebApplication Build(string group, string topic, string letters, Handled handled, string? servers = null, TopicProvisioning topics = TopicProvisioning.None)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHealthChecks().AddKafkaDlq();
        builder.Services.AddSingleton(handled).AddKafkaDlq(kafka => kafka
            .Configure(options =>
            {
                options.GroupId = group;
                options.Kafka["bootstrap.servers"] = servers ?? broker.BootstrapServers;
                options.Topics = topics;
            })
            .Routes(routes => routes.Draw(draw => draw.Topic(topic, route => route.Consumer<BadAt3>().DeadLetterQueue(letters, maxRetries: 0)))));

        WebApplication application = builder.Build();
        application.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync });
        application.MapGet("/handled", (Handled counted) => $"{counted.Count}");
        return application;
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new Health($"{report.Status}", report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description ?? $"{entry.Value.Status}")));

    private static async Task<(HttpStatusCode Code, Health Health)> HealthAsync(HttpClient client)
    {
        using HttpResponseMessage response = await client.GetAsync("/health", TestContext.Current.CancellationToken);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<Health>(TestContext.Current.CancellationToken))!);
    }

    private sealed record Health(string Status, Dictionary<string, string> Checks);

    private sealed class BadAt3(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Offset == 3)
            {
                throw new InvalidOperationException($"{message} is bad");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
