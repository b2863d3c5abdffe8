using Kafka.Dlq.Instrumentation;
using Microsoft.Extensions.Logging;
using System.Reflection;

namespace Kafka.Dlq.Tests.Unit.Instrumentation.Logging;

public sealed class LogMessagesTests
{
    private static readonly LoggerMessageAttribute[] Lines =
    [
        .. typeof(LogMessages).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>(),
    ];

    [Fact]
    public void Each_log_line_has_an_id_of_its_own()
    {
        Assert.NotEmpty(Lines);
        Assert.Empty(Lines.GroupBy(line => line.EventId).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void Each_log_line_is_a_sentence()
    {
        Assert.All(Lines, line => Assert.Matches(@"^[A-Z].*(\.|\})$", line.Message));
    }

    [Fact]
    public void No_log_line_can_be_given_a_key_a_payload_or_headers()
    {
        string[] parameters = [.. typeof(LogMessages).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .SelectMany(method => method.GetParameters())
            .Where(parameter => parameter.ParameterType.IsAssignableTo(typeof(KafkaRecord)) || parameter.ParameterType == typeof(ReadOnlyMemory<byte>) || parameter.ParameterType == typeof(byte[]))
            .Select(parameter => parameter.Name!)];

        Assert.Empty(parameters);
    }
}
