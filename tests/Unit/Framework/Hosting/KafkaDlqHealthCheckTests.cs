using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Hosting;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Tests.Unit.Dlq.Spool;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Kafka.Dlq.Tests.Unit.Framework.Hosting;

public sealed class KafkaDlqHealthCheckTests
{
    [Fact]
    public async Task Before_the_start_it_is_unhealthy_and_says_why()
    {
        await using EngineScene scene = new(TimeSpan.FromMinutes(1));

        HealthCheckResult health = await AskAsync(scene, running: false);

        Assert.Equal((HealthStatus.Unhealthy, "Kafka.Dlq has not started."), (health.Status, health.Description));
    }

    [Fact]
    public async Task An_engine_that_does_not_poll_is_unhealthy()
    {
        await using EngineScene scene = new(TimeSpan.FromMinutes(1));

        HealthCheckResult health = await AskAsync(scene);

        Assert.Equal((HealthStatus.Unhealthy, "shop/main does not poll."), (health.Status, health.Description));
    }

    [Fact]
    public async Task An_engine_that_gets_on_is_healthy()
    {
        await using EngineScene scene = new(TimeSpan.FromMinutes(1));
        scene.Start(Records.From(0, 3));
        EngineScene.Until(() => scene.Connection.Assignments.All.SingleOrDefault()?.Offsets.Committable == 4, "the run");

        Assert.Equal(HealthStatus.Healthy, (await AskAsync(scene)).Status);

        scene.Stop();
    }

    [Fact]
    public async Task Brokers_out_of_reach_are_unhealthy_and_named()
    {
        await using EngineScene scene = new(TimeSpan.FromMinutes(1));
        scene.Start();
        ((IKafkaClientEvents)scene.Connection).ClientError(new Error(ErrorCode.Local_Transport, "b1:9092 refused"));
        ((IKafkaClientEvents)scene.Connection).ClientError(new Error(ErrorCode.Local_AllBrokersDown, "down"));

        HealthCheckResult health = await AskAsync(scene);

        Assert.Equal((HealthStatus.Unhealthy, "No broker can be reached by shop/main: b1:9092 refused."), (health.Status, health.Description));
        EngineScene.Until(() => scene.Errors.Count == 1, "the outage to be told once");
        scene.Stop();
    }

    [Fact]
    public async Task A_partition_that_fails_for_longer_than_the_limit_is_degraded_and_named()
    {
        await using EngineScene scene = new(TimeSpan.FromMinutes(1), topic => topic.Pause(TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");
        scene.Start(Records.From(7, 9));
        EngineScene.Until(() => scene.Connection.Assignments.All.SingleOrDefault()?.FailingSince is not null, "the failure");
        Assert.Equal(HealthStatus.Healthy, (await AskAsync(scene)).Status);

        scene.Connection.Assignments.All.Single().FailingSince = scene.Time.GetUtcNow() - TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1);
        HealthCheckResult health = await AskAsync(scene);

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.StartsWith("orders/0 has been failing since ", health.Description, StringComparison.Ordinal);
        Assert.EndsWith("at offset 7.", health.Description, StringComparison.Ordinal);
        scene.Stop();
    }

    [Fact]
    public async Task A_partition_that_holds_is_degraded_at_once_and_named()
    {
        await using EngineScene scene = new(TimeSpan.FromMinutes(1), topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").Otherwise().Hold()));
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");
        scene.Start(Records.From(7, 9));
        EngineScene.Until(() => scene.Connection.Assignments.All.SingleOrDefault()?.Held is not null, "the hold");

        HealthCheckResult health = await AskAsync(scene);

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.StartsWith("orders/0 holds since ", health.Description, StringComparison.Ordinal);
        Assert.EndsWith("at offset 7: its recovery strategy said so after InvalidOperationException: bad.", health.Description, StringComparison.Ordinal);
        scene.Stop();
    }

    [Fact]
    public async Task A_run_that_ignores_its_token_is_degraded_and_named()
    {
        await using EngineScene scene = new(TimeSpan.Zero, topic => topic.Timeout(TimeSpan.FromSeconds(5)));
        TaskCompletionSource hangs = new();
        scene.Script.Batch = (_, _) => hangs.Task;
        scene.Start(Records.From(7, 9));
        EngineScene.Until(() => scene.Script.Runs.Count == 1, "the run");
        scene.Time.Advance(TimeSpan.FromSeconds(5));
        scene.Time.Advance(TimeSpan.FromSeconds(2));

        HealthCheckResult health = await AskAsync(scene);

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.EndsWith("at offset 7: its run exceeded the Timeout of 00:00:05 and ignores its cancellation token.", health.Description, StringComparison.Ordinal);
        hangs.SetResult();
        scene.Stop();
    }

    [Fact]
    public async Task A_run_that_goes_on_after_a_revoke_is_degraded_and_named()
    {
        await using EngineScene scene = new(TimeSpan.Zero);
        TaskCompletionSource hangs = new();
        scene.Script.Batch = (_, _) => hangs.Task;
        scene.Start(Records.From(7, 9));
        EngineScene.Until(() => scene.Script.Runs.Count == 1, "the run");
        scene.Clients.InFetch((_, events) => events.Revoked([new TopicPartition("orders", 0)]));
        EngineScene.Until(() => !scene.Connection.Assignments.All.Any(), "the revoke");
        EngineScene.Until(() => IsHangingLater(scene), "the hanging run");

        HealthCheckResult health = await AskAsync(scene);

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.StartsWith("The run of orders/0, offsets 7 to 9, goes on although its partition was taken away", health.Description, StringComparison.Ordinal);
        hangs.SetResult();
        scene.Stop();
    }

    [Fact]
    public async Task A_letter_that_cannot_be_delivered_is_degraded_and_named()
    {
        await using EngineScene scene = new(TimeSpan.Zero, topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Producer.Acknowledges = false;
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");
        scene.Start(Records.From(7, 7));
        EngineScene.Until(() => scene.Producer.Taken.Count == 1, "the letter");
        scene.Producer.Taken[0].Refuse();
        EngineScene.Until(() => scene.Engine.FailingLetters.Count == 1, "the failed delivery");

        HealthCheckResult health = await AskAsync(scene);

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("cannot be delivered to 'orders.dlq'", health.Description, StringComparison.Ordinal);
        scene.Stop();
    }

    [Fact]
    public async Task Letters_that_wait_on_disk_are_degraded_and_counted()
    {
        MemorySpoolLog log = new() { IsFull = true };
        DeadLetter letter = Some.Letter();
        await log.AppendAsync(letter, new DeadLetterRecord(letter, new DeadLetterOptions(), Some.Time), TestContext.Current.CancellationToken);
        await using EngineScene scene = new(TimeSpan.FromMinutes(1), configure: null, log);
        scene.Producer.Acknowledges = false;
        scene.Start(Records.From(0, 3));
        EngineScene.Until(() => scene.Connection.Assignments.All.SingleOrDefault()?.Offsets.Committable == 4, "the run");
        EngineScene.Until(() => scene.Producer.Taken.Count == 1, "the letter");

        HealthCheckResult health = await AskAsync(scene);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Equal(
            "Dead letters for 'orders.dlq' wait on disk: 1 in 100 of 1000 bytes, the oldest for 90 s. The spool for 'orders.dlq' is full: its partitions hold until letters are delivered.",
            health.Description);

        log.IsFull = false;
        scene.Producer.Taken[0].Acknowledge();
        EngineScene.Until(() => !scene.Engine.Spools.Single().IsOccupied, "the drain");
        Assert.Equal(HealthStatus.Healthy, (await AskAsync(scene)).Status);
        scene.Stop();
    }

    // The partition is out of the table a moment before its work is waited for, so time must pass after that moment.
    private static bool IsHangingLater(EngineScene scene)
    {
        scene.Time.Advance(TimeSpan.FromSeconds(2));
        return scene.Connection.Hanging.Count == 1;
    }

    private static async Task<HealthCheckResult> AskAsync(EngineScene scene, bool running = true)
    {
        using KafkaMeters meters = new(scene.Monitor);
        await using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        IOptions<KafkaDlqOptions> options = Options.Create(new KafkaDlqOptions());
        KafkaDlqService service = new(
            new KafkaDlqBuilder(), options, scene.Monitor, meters, services, scene.Time, NullLoggerFactory.Instance, lifetime: null!);
        if (running)
        {
            typeof(KafkaDlqService).GetProperty(nameof(KafkaDlqService.Running))!.SetValue(service, scene.Engine);
        }

        return await new KafkaDlqHealthCheck(service, options, scene.Time).CheckHealthAsync(new HealthCheckContext());
    }
}
