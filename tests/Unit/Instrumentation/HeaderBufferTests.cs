using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Instrumentation;

public sealed class HeaderBufferTests
{
    private readonly HeaderBuffer _buffer = new();

    [Fact]
    public void Without_headers_it_reads_back_as_none()
    {
        Assert.True(_buffer.IsEmpty);
        Assert.Empty(HeaderBuffer.Read(_buffer.Written));
    }

    [Fact]
    public void Names_and_values_read_back_as_they_were_in_their_order()
    {
        byte[] large = [.. Enumerable.Range(0, 10_000).Select(number => (byte)number)];
        Add("a", [1, 2]);
        Add("ü", null);
        Add("a", []);
        Add("", large);

        Headers read = HeaderBuffer.Read(_buffer.Written);

        Assert.False(_buffer.IsEmpty);
        Assert.Equal(["a", "ü", "a", ""], read.Select(header => header.Key));
        Assert.Equal([[1, 2], null, [], large], read.Select(header => header.GetValueBytes()));
    }

    [Fact]
    public void What_lies_behind_it_is_left_alone()
    {
        Add("a", [1]);

        Assert.Equal(["a"], HeaderBuffer.Read([.. _buffer.Written, 9, 9, 9, 9]).Select(header => header.Key));
    }

    [Fact]
    public void Cleared_it_holds_only_what_comes_next()
    {
        Add("a", [1]);
        _buffer.Clear();
        Assert.True(_buffer.IsEmpty);
        Assert.Empty(HeaderBuffer.Read(_buffer.Written));

        Add("b", [2]);

        Assert.Equal(["b"], HeaderBuffer.Read(_buffer.Written).Select(header => header.Key));
    }

    private void Add(string name, byte[]? value) => _buffer.Add(Encoding.UTF8.GetBytes(name), value, isNull: value is null);
}
