namespace Kafka.Dlq.Tests.Unit.Ingest;

public sealed class IngestOptionsTests
{
    [Fact]
    public void Defaults_are_in_order() => Assert.Null(new IngestOptions<int>().Fault());

    [Fact]
    public void What_is_out_of_its_limits_is_told_with_the_value_and_the_limit()
    {
        Assert.Equal("MaxBodySize is 0; allowed: 1 or more bytes.", new IngestOptions<int> { MaxBodySize = 0 }.Fault());
        Assert.Equal("MaxRecords is 0; allowed: 1 or more elements.", new IngestOptions<int> { MaxRecords = 0 }.Fault());
        Assert.StartsWith("Timeout is 00:00:00; allowed: more than zero", new IngestOptions<int> { Timeout = TimeSpan.Zero }.Fault(), StringComparison.Ordinal);
    }
}
