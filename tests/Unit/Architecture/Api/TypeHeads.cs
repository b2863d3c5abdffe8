using System.Reflection;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.Tests.Unit.Architecture.Api;

/// <summary>Writes the head of a type: what it is, its name, what it derives from.</summary>
internal static class TypeHeads
{
    public static string Of(Type type, RecordShape? record)
    {
        string head = type.IsAssignableTo(typeof(Delegate)) && type.GetMethod("Invoke") is { } invoke
            ? $"delegate {Members.Returned(invoke)} {TypeNames.Declared(type)}({Parameters.Of(invoke.GetParameters())})"
            : $"{Kind(type, record)} {TypeNames.Declared(type)}{Positional(record)}{Parents(type, record)}";
        return $"{Attributes(type)}{(type.IsNestedFamily || type.IsNestedFamORAssem ? "protected" : "public")} {head}{Constraints.Of(OwnParameters(type))}";
    }

    /// <summary>Attributes that change what a caller may do. What the compiler marks obsolete for older compilers (ref structs, constructors beside required members) is not meant.</summary>
    public static string Attributes(MemberInfo member) =>
        (member.IsDefined(typeof(ObsoleteAttribute), inherit: false) && !member.IsDefined(typeof(CompilerFeatureRequiredAttribute), inherit: false) ? "[Obsolete] " : string.Empty)
        + (member.IsDefined(typeof(FlagsAttribute), inherit: false) ? "[Flags] " : string.Empty);

    private static IEnumerable<Type> OwnParameters(Type type) => type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0);

    private static string Kind(Type type, RecordShape? record) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => $"{ReadOnly(type)}{(type.IsByRefLike ? "ref " : string.Empty)}{(record is null ? "struct" : "record struct")}",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => $"{(type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : string.Empty)}{(record is null ? "class" : "record")}",
    };

    private static string ReadOnly(Type type) => type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false) ? "readonly " : string.Empty;

    private static string Positional(RecordShape? record) => record?.Primary is { } primary ? $"({Parameters.Of(primary.GetParameters())})" : string.Empty;

    private static string Parents(Type type, RecordShape? record)
    {
        string[] parents = type.IsEnum ? EnumParents(type) : [.. Bases(type), .. Interfaces(type, record)];
        return parents.Length == 0 ? string.Empty : " : " + string.Join(", ", parents);
    }

    private static string[] EnumParents(Type type) => Enum.GetUnderlyingType(type) == typeof(int) ? [] : [TypeNames.Of(Enum.GetUnderlyingType(type))];

    private static string[] Bases(Type type) =>
        type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [TypeNames.Of(parent)] : [];

    // Only what this type adds: reflection also tells what parents and other interfaces bring along.
    private static IEnumerable<string> Interfaces(Type type, RecordShape? record)
    {
        Type[] all = type.GetInterfaces();
        return all
            .Where(each => each.IsVisible)
            .Except(all.SelectMany(each => each.GetInterfaces()))
            .Except(type.BaseType?.GetInterfaces() ?? [])
            .Where(each => record is null || each != typeof(IEquatable<>).MakeGenericType(type))
            .Select(TypeNames.Of)
            .Order(StringComparer.Ordinal);
    }
}
