using System.Collections.ObjectModel;
using System.Reflection;

namespace Kafka.Dlq.Tests.Unit.Architecture.Api;

/// <summary>The nullable annotations of one type expression, in the order in which the compiler wrote them: outside before inside, left before right.</summary>
internal sealed class NullableFlags
{
    public const byte NotAnnotated = 1;
    public const byte Annotated = 2;

    private readonly byte[] _flags;
    private int _next;

    private NullableFlags(byte[] flags) => _flags = flags;

    /// <summary>Nothing is nullable: for expressions whose annotations cannot be read.</summary>
    public static NullableFlags None => new([NotAnnotated]);

    public static NullableFlags Of(ParameterInfo parameter) => Of(parameter.GetCustomAttributesData(), parameter.Member);

    public static NullableFlags Of(MemberInfo member) => Of(member.GetCustomAttributesData(), member.DeclaringType!);

    public static NullableFlags OfGenericParameter(Type parameter) => Of(parameter.GetCustomAttributesData(), parameter.DeclaringMethod ?? (MemberInfo)parameter.DeclaringType!);

    /// <summary>The flag of the next part; a single flag stands for all parts.</summary>
    public byte Next() => _flags.Length == 1 ? _flags[0] : _flags[_next++];

    private static NullableFlags Of(IList<CustomAttributeData> attributes, MemberInfo context) =>
        new(Find(attributes, "NullableAttribute") ?? [ContextOf(context)]);

    private static byte ContextOf(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            if (Find(member.GetCustomAttributesData(), "NullableContextAttribute") is { } flags)
            {
                return flags[0];
            }
        }

        return 0;
    }

    private static byte[]? Find(IList<CustomAttributeData> attributes, string name)
    {
        object? value = attributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == "System.Runtime.CompilerServices." + name)?.ConstructorArguments[0].Value;
        return value switch
        {
            byte one => [one],
            ReadOnlyCollection<CustomAttributeTypedArgument> many => [.. many.Select(each => (byte)each.Value!)],
            _ => null,
        };
    }
}
