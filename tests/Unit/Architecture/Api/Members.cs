using System.Reflection;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.Tests.Unit.Architecture.Api;

/// <summary>Writes the members of a type that others can use: public ones, and protected ones where the type can be derived from.</summary>
internal static class Members
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>One line for each member: constants and fields, constructors, properties, events, methods, operators; by name.</summary>
    public static IEnumerable<string> Of(Type type, RecordShape? record)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Static | BindingFlags.Public)
                .OrderBy(field => Convert.ToInt64(field.GetRawConstantValue(), provider: null))
                .Select(field => $"{TypeHeads.Attributes(field)}{field.Name} = {field.GetRawConstantValue()}");
        }

        return type.IsAssignableTo(typeof(Delegate)) ? [] :
            from member in type.GetMembers(Declared)
            where record?.Implies(member) != true
            let line = LineOf(member)
            where line is not null
            orderby Rank(member), member.Name, line
            select TypeHeads.Attributes(member) + line;
    }

    /// <summary>What a method returns.</summary>
    public static string Returned(MethodInfo method)
    {
        string passed = !method.ReturnType.IsByRef ? string.Empty : method.ReturnParameter.IsDefined(typeof(IsReadOnlyAttribute), inherit: false) ? "ref readonly " : "ref ";
        return passed + TypeNames.Of(method.ReturnType, NullableFlags.Of(method.ReturnParameter));
    }

    private static int Rank(MemberInfo member) => member switch
    {
        FieldInfo => 0,
        ConstructorInfo => 1,
        PropertyInfo => 2,
        EventInfo => 3,
        MethodInfo { IsSpecialName: false } => 4,
        _ => 5,
    };

    private static string? LineOf(MemberInfo member) => member switch
    {
        FieldInfo field => OfField(field),
        ConstructorInfo constructor => OfConstructor(constructor),
        PropertyInfo property => OfProperty(property),
        EventInfo happening => OfEvent(happening),
        MethodInfo method => OfMethod(method),
        _ => null,
    };

    private static string? OfField(FieldInfo field)
    {
        if (Access(field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly, field.DeclaringType!) is not { } access)
        {
            return null;
        }

        string kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : string.Empty) + (field.IsInitOnly ? "readonly " : string.Empty);
        string value = field.IsLiteral ? " = " + Parameters.Constant(field.GetRawConstantValue(), field.FieldType) : string.Empty;
        return $"{access}{kind}{Required(field)}{TypeNames.Of(field.FieldType, NullableFlags.Of(field))} {field.Name}{value}";
    }

    private static string? OfConstructor(ConstructorInfo constructor) =>
        !constructor.IsStatic && Access(constructor) is { } access
            ? $"{access}{constructor.DeclaringType!.Name.Split('`')[0]}({Parameters.Of(constructor.GetParameters())})"
            : null;

    private static string? OfProperty(PropertyInfo property)
    {
        MethodInfo[] accessors = [.. new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(accessor => Access(accessor) is not null)];
        if (accessors.Length == 0)
        {
            return null;
        }

        MethodInfo widest = accessors.FirstOrDefault(accessor => accessor.IsPublic) ?? accessors[0];
        string name = property.GetIndexParameters() is { Length: > 0 } indexes ? $"this[{Parameters.Of(indexes)}]" : property.Name;
        string list = string.Concat(accessors.Select(accessor => $"{(Access(accessor) == Access(widest) ? string.Empty : Access(accessor))}{Verb(property, accessor)}; "));
        return $"{Access(widest)}{Modifiers(widest)}{Required(property)}{TypeNames.Of(property.PropertyType, NullableFlags.Of(property))} {name} {{ {list}}}";
    }

    private static string? OfEvent(EventInfo happening) =>
        happening.AddMethod is { } add && Access(add) is { } access
            ? $"{access}{Modifiers(add)}event {TypeNames.Of(happening.EventHandlerType!, NullableFlags.Of(happening))} {happening.Name}"
            : null;

    private static string? OfMethod(MethodInfo method)
    {
        bool isOperator = method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal);
        if ((method.IsSpecialName && !isOperator) || method.Name.Contains('<', StringComparison.Ordinal) || Access(method) is not { } access)
        {
            return null;
        }

        Type[] own = method.GetGenericArguments();
        string name = (isOperator ? $"operator {method.Name["op_".Length..]}" : method.Name) + (own.Length == 0 ? string.Empty : $"<{string.Join(", ", own.Select(parameter => parameter.Name))}>");
        return $"{access}{Modifiers(method)}{Returned(method)} {name}({Parameters.Of(method.GetParameters())}){(IsOverride(method) ? string.Empty : Constraints.Of(own))}";
    }

    private static string Verb(PropertyInfo property, MethodInfo accessor) =>
        accessor == property.GetMethod ? "get"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init"
        : "set";

    private static string Required(MemberInfo member) => member.IsDefined(typeof(RequiredMemberAttribute), inherit: false) ? "required " : string.Empty;

    private static string? Access(MethodBase method) => Access(method.IsPublic, method.IsFamily || method.IsFamilyOrAssembly, method.DeclaringType!);

    private static string? Access(bool isPublic, bool isProtected, Type type) =>
        isPublic ? "public " : isProtected && !type.IsSealed ? "protected " : null;

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition().DeclaringType != method.DeclaringType;

    private static string Modifiers(MethodInfo method) => method switch
    {
        { IsStatic: true } => method.IsAbstract ? "static abstract " : method.IsVirtual ? "static virtual " : "static ",
        { IsVirtual: false } => string.Empty,
        { DeclaringType.IsInterface: true } => method.IsAbstract ? string.Empty : "virtual ",
        _ when IsOverride(method) => method switch
        {
            { IsAbstract: true } => "abstract override ",
            { IsFinal: true, DeclaringType.IsSealed: false } => "sealed override ",
            _ => "override ",
        },
        { IsAbstract: true } => "abstract ",

        // A final virtual method that overrides nothing only implements an interface.
        _ => method.IsFinal ? string.Empty : "virtual ",
    };
}
