using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class OffsetCommitterTests : IDisposable
{
    private readonly PartitionScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void What_is_marked_is_committed_at_the_interval()
    {
        using CancellationTokenSource end = new();
        _scene.Do(() => { _ = _scene.Committer.RunAsync(end.Token); });
        _scene.Offsets.Mark(4);
        Assert.Empty(_scene.Client.Commits);

        _scene.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([5], _scene.Client.CommitsOf(0));

        _scene.Do(end.Cancel);
    }

    [Fact]
    public void Nothing_new_is_not_committed_again()
    {
        using CancellationTokenSource end = new();
        _scene.Offsets.Mark(4);
        _scene.Do(() => { _ = _scene.Committer.RunAsync(end.Token); });
        _scene.Advance(TimeSpan.FromSeconds(5));

        _scene.Advance(TimeSpan.FromSeconds(5));

        Assert.Single(_scene.Client.Commits);
        _scene.Do(end.Cancel);
    }

    [Fact]
    public void Cancellation_ends_the_interval_quietly()
    {
        using CancellationTokenSource end = new();
        Task run = _scene.Do(() => _scene.Committer.RunAsync(end.Token));

        _scene.Do(end.Cancel);

        Assert.True(run.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_failed_flush_is_reported_and_tried_again_at_the_next_interval()
    {
        using CancellationTokenSource end = new();
        _scene.Client.Answer = Fail;
        _scene.Offsets.Mark(4);
        _scene.Do(() => { _ = _scene.Committer.RunAsync(end.Token); });
        _scene.Advance(TimeSpan.FromSeconds(5));
        UntilTold(errors: 1);
        ErrorOccurred error = Assert.Single(_scene.Told<ErrorOccurred>());
        Assert.Equal((ErrorType.Commit, "orders", 0, 5L), (error.Type, error.Topic, error.Partition!.Value.Value, error.Offset!.Value.Value));

        _scene.Client.Answer = Succeed;
        _scene.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([5, 5], _scene.Client.CommitsOf(0));
        Assert.Null(_scene.Offsets.Uncommitted);
        _scene.Do(end.Cancel);
    }

    [Fact]
    public void A_confirmed_commit_waits_for_the_broker_and_is_tried_again_with_growing_waits()
    {
        _scene.Client.Answer = Fail;
        _scene.Offsets.Mark(4);
        Task<bool> commit = _scene.Do(() => _scene.Committer.CommitAsync(_scene.Worker.Assignment, CancellationToken.None));
        _scene.Advance(TimeSpan.FromMilliseconds(50));
        _scene.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(2, _scene.Client.Commits.Count);
        Assert.False(commit.IsCompleted);

        _scene.Client.Answer = Succeed;
        _scene.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(PartitionScene.Result(commit));
        UntilTold(errors: 2);
    }

    [Fact]
    public void With_nothing_marked_a_confirmed_commit_asks_nobody()
    {
        Task<bool> commit = _scene.Do(() => _scene.Committer.CommitAsync(_scene.Worker.Assignment, CancellationToken.None));

        Assert.True(PartitionScene.Result(commit));
        Assert.Empty(_scene.Client.Commits);
    }

    [Fact]
    public void A_confirmed_commit_ends_with_false_when_the_partition_goes()
    {
        _scene.Client.Answer = Fail;
        _scene.Offsets.Mark(4);
        Task<bool> commit = _scene.Do(() => _scene.Committer.CommitAsync(_scene.Worker.Assignment, CancellationToken.None));

        _scene.Do(_scene.Worker.Assignment.Revoke);
        _scene.Until(() => commit.IsCompleted, "the commit's end");

        Assert.False(PartitionScene.Result(commit));
    }

    [Fact]
    public void A_confirmed_commit_of_a_partition_that_stays_is_cancelled_by_its_token()
    {
        using CancellationTokenSource abort = new();
        _scene.Client.Answer = Fail;
        _scene.Offsets.Mark(4);
        Task<bool> commit = _scene.Do(() => _scene.Committer.CommitAsync(_scene.Worker.Assignment, abort.Token));

        _scene.Do(abort.Cancel);

        Assert.True(commit.IsCanceled);
    }

    [Fact]
    public void A_partition_with_an_error_of_its_own_stays_uncommitted_and_the_others_do_not()
    {
        _scene.Client.Answer = () => Task.FromResult(new CommitResult(null, new Dictionary<TopicPartition, KafkaException> { [new TopicPartition("orders", 1)] = Error() }));
        PartitionWorker other = _scene.Add(partition: 1);
        _scene.Offsets.Mark(4);
        other.Assignment.Offsets.Mark(8);

        Task<bool> all = _scene.Do(() => _scene.Committer.CommitChangedAsync(CancellationToken.None));

        Assert.False(PartitionScene.Result(all));
        Assert.Null(_scene.Offsets.Uncommitted);
        Assert.Equal(9, other.Assignment.Offsets.Uncommitted);
        UntilTold(errors: 1);
        Assert.Equal(1, Assert.Single(_scene.Told<ErrorOccurred>()).Partition!.Value.Value);
    }

    [Fact]
    public void One_commit_is_on_its_way_at_a_time()
    {
        TaskCompletionSource<CommitResult> answer = new();
        _scene.Client.Answer = () => answer.Task;
        _scene.Offsets.Mark(4);
        Task<bool> first = _scene.Do(() => _scene.Committer.CommitChangedAsync(CancellationToken.None));
        _scene.Offsets.Mark(7);
        Task<bool> second = _scene.Do(() => _scene.Committer.CommitChangedAsync(CancellationToken.None));
        Assert.Single(_scene.Client.Commits);

        _scene.Do(() => answer.SetResult(CommitResult.Success));
        _scene.Until(() => first.IsCompleted && second.IsCompleted, "both commits");

        Assert.Equal([5, 8], _scene.Client.CommitsOf(0));
    }

    [Fact]
    public void The_last_word_of_an_ending_assignment_is_committed_though_nothing_can_be_marked_any_more()
    {
        _scene.Offsets.Mark(4);
        _scene.Worker.Assignment.Revoke();

        _scene.Do(() => _scene.Committer.CommitFinally([_scene.Worker.Assignment]));

        Assert.Equal([5], _scene.Client.CommitsOf(0));
        Assert.Null(_scene.Offsets.Uncommitted);
    }

    [Fact]
    public void The_last_word_stays_below_a_letter_that_is_on_its_way()
    {
        _scene.Offsets.Hold(2);
        _scene.Offsets.Mark(4);
        _scene.Worker.Assignment.Revoke();

        _scene.Do(() => _scene.Committer.CommitFinally([_scene.Worker.Assignment]));

        Assert.Equal([2], _scene.Client.CommitsOf(0));
    }

    [Fact]
    public void Errors_of_the_last_commit_are_not_told_on_the_poll_thread()
    {
        _scene.Client.Answer = Fail;
        _scene.Offsets.Mark(4);

        _scene.Committer.CommitFinally([_scene.Worker.Assignment]);
        Assert.Empty(_scene.Told<ErrorOccurred>());

        UntilTold(errors: 1);
    }

    [Fact]
    public void A_last_commit_that_an_earlier_one_keeps_waiting_too_long_is_skipped_and_told()
    {
        TaskCompletionSource<CommitResult> stuck = new();
        _scene.Client.Answer = () => stuck.Task;
        OffsetCommitter committer = new(_scene.Client, _scene.Assignments, new CommitSettings(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(1)), _scene.Pumped, _scene.Time);
        _scene.Offsets.Mark(4);
        Task<bool> earlier = _scene.Do(() => committer.CommitChangedAsync(CancellationToken.None));
        _scene.Offsets.Mark(7);

        _scene.Do(() => committer.CommitFinally([_scene.Worker.Assignment]));
        UntilTold(errors: 1);

        Assert.Equal([5], _scene.Client.CommitsOf(0));
        Assert.Equal(8, _scene.Told<ErrorOccurred>()[0].Offset!.Value.Value);
        _scene.Do(() => stuck.SetResult(CommitResult.Success));
        _scene.Until(() => earlier.IsCompleted, "the earlier commit");
    }

    [Fact]
    public void A_commit_between_two_generations_of_the_group_is_made_again_soon_without_an_error()
    {
        using CancellationTokenSource end = new();
        _scene.Client.Answer = () => Task.FromResult(CommitResult.Failure(new KafkaException(new Error(ErrorCode.RebalanceInProgress))));
        _scene.Offsets.Mark(4);
        _scene.Do(() => { _ = _scene.Committer.RunAsync(end.Token); });
        _scene.Advance(TimeSpan.FromSeconds(5));
        _scene.Client.Answer = Succeed;

        _scene.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal([5, 5], _scene.Client.CommitsOf(0));
        _scene.Do(() => _scene.Pumped.Post(new AppRunning()));
        _scene.Until(() => _scene.Told<AppRunning>().Count == 1, "what was told before");
        Assert.Empty(_scene.Told<ErrorOccurred>());
        _scene.Do(end.Cancel);
    }

    private void UntilTold(int errors) => _scene.Until(() => _scene.Told<ErrorOccurred>().Count == errors, $"{errors} errors to be told");

    private static KafkaException Error() => new(new Error(ErrorCode.GroupLoadInProgress));

    private static Task<CommitResult> Fail() => Task.FromResult(CommitResult.Failure(Error()));

    private static Task<CommitResult> Succeed() => Task.FromResult(CommitResult.Success);
}
