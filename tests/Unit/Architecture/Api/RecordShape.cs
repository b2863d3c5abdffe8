using System.Reflection;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.Tests.Unit.Architecture.Api;

/// <summary>What of a record its author wrote: the rest follows from the word <c>record</c> and is not shown.</summary>
internal sealed class RecordShape
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private RecordShape(ConstructorInfo? primary) => Primary = primary;

    /// <summary>The constructor in the record's head, if it has one with parameters.</summary>
    public ConstructorInfo? Primary { get; }

    /// <summary>The shape of a type, or null when it is no record.</summary>
    public static RecordShape? Of(Type type)
    {
        bool isRecord = type.IsValueType
            ? type.GetMethods(Declared).Any(method => method.Name == "PrintMembers" && method.IsPrivate)
            : type.GetMethod("<Clone>$", Declared) is not null;
        return isRecord ? new RecordShape(PrimaryOf(type)) : null;
    }

    /// <summary>Whether a member follows from the record's head.</summary>
    public bool Implies(MemberInfo member) => member switch
    {
        PropertyInfo property => property.Name == "EqualityContract" || IsPositional(property),
        ConstructorInfo constructor => constructor == Primary || IsCopy(constructor),
        _ => IsGenerated(member),
    };

    private static ConstructorInfo? PrimaryOf(Type type)
    {
        int? count = type.GetMethods(Declared).FirstOrDefault(method => method.Name == "Deconstruct" && IsGenerated(method))?.GetParameters().Length;
        return type.GetConstructors(Declared).FirstOrDefault(constructor =>
            constructor.GetParameters() is { Length: > 0 } parameters && parameters.Length == count
            && parameters.All(parameter => type.GetProperty(parameter.Name!)?.PropertyType == parameter.ParameterType));
    }

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static bool IsCopy(ConstructorInfo constructor) =>
        constructor.GetParameters() is [{ } only] && only.ParameterType == constructor.DeclaringType;

    private bool IsPositional(PropertyInfo property) =>
        Primary is not null && Primary.GetParameters().Any(parameter => parameter.Name == property.Name) && property.GetMethod is { } get && IsGenerated(get);
}
