using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kafka.Dlq.Validation;

/// <summary>Members as JSON names them, so that whoever sent the JSON finds them in it.</summary>
internal sealed class MemberNames(JsonSerializerOptions? options)
{
    /// <summary>The name in JSON; that in C# where JSON knows no such member.</summary>
    public string Of(Type owner, string member)
    {
        if (options is null || member.Length == 0)
        {
            return member;
        }

        return Contract(owner)?.Properties.FirstOrDefault(property => (property.AttributeProvider as MemberInfo)?.Name == member)?.Name
            ?? options.PropertyNamingPolicy?.ConvertName(member)
            ?? member;
    }

    private JsonTypeInfo? Contract(Type owner)
    {
        try
        {
            return options!.TryGetTypeInfo(owner, out JsonTypeInfo? contract) ? contract : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }
}
