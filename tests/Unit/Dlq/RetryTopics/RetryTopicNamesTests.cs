using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Dlq.RetryTopics;

/// <summary>Names of retry topics: what a person can read where that is legal, and always one's own.</summary>
public sealed class RetryTopicNamesTests
{
    private static readonly TimeSpan FiveSeconds = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(5_000, "5s")]
    [InlineData(60_000, "1m")]
    [InlineData(90_000, "90s")]
    [InlineData(600_000, "10m")]
    [InlineData(7_200_000, "2h")]
    [InlineData(86_400_000, "1d")]
    [InlineData(1_500, "1500ms")]
    public void Delay_is_told_in_its_largest_whole_unit(int milliseconds, string text) =>
        Assert.Equal($"orders.billing.retry.{text}", RetryTopicNames.Of("orders", "billing", TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Groups_have_topics_of_their_own() =>
        Assert.NotEqual(RetryTopicNames.Of("orders", "billing", FiveSeconds), RetryTopicNames.Of("orders", "stock", FiveSeconds));

    [Fact]
    public void Group_that_no_topic_can_be_named_after_gets_a_legal_name_of_its_own()
    {
        string one = RetryTopicNames.Of("orders", "billing & co", FiveSeconds);
        string other = RetryTopicNames.Of("orders", "billing + co", FiveSeconds);

        Assert.StartsWith("orders.billing---co-", one, StringComparison.Ordinal);
        Assert.All([one, other], name => Assert.True(TopicNames.IsLegal(name), name));
        Assert.NotEqual(one, other);
        Assert.NotEqual(one, RetryTopicNames.Of("orders", "billing---co", FiveSeconds));
    }

    [Fact]
    public void Long_names_are_cut_and_stay_different()
    {
        string topic = new('t', TopicNames.MaxLength);
        string one = RetryTopicNames.Of(topic, "one", FiveSeconds);
        string other = RetryTopicNames.Of(topic, "other", FiveSeconds);

        Assert.All([one, other], name => Assert.Equal(TopicNames.MaxLength, name.Length));
        Assert.All([one, other], name => Assert.EndsWith(".retry.5s", name, StringComparison.Ordinal));
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Name_is_the_same_in_every_process() => Assert.Equal("orders.b-c-ae3bd2d1.retry.5s", RetryTopicNames.Of("orders", "b c", FiveSeconds));
}
