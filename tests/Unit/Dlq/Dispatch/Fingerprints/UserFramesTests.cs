using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch.Fingerprints;

public sealed class UserFramesTests
{
    [Theory]
    [InlineData("Shop.Orders", "Check", "Shop.Orders.Check")]
    [InlineData("Shop.Orders+<ConsumeAsync>d__3", "MoveNext", "Shop.Orders.ConsumeAsync")]
    [InlineData("Shop.Orders+<>c", "<Check>b__2_0", "Shop.Orders.Check")]
    [InlineData("Shop.Orders+<>c__DisplayClass4_0", "<Check>b__1", "Shop.Orders.Check")]
    [InlineData("Shop.Orders", "<Check>g__Local|3_0", "Shop.Orders.Check")]
    [InlineData("Shop.Box`1+<OpenAsync>d__0", "MoveNext", "Shop.Box`1.OpenAsync")]
    public void Names_are_those_of_the_source(string type, string method, string name) => Assert.Equal(name, UserFrames.NameOf(type, method));
}
