package keiba.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.signature.SignatureReader;
import org.objectweb.asm.signature.SignatureVisitor;

/**
 * Finds float and double in a class file: in declarations, in calls, and in the instructions of methods.
 *
 * <p>It reads the class file itself because ArchUnit 1.5.1 cannot see a floating-point local variable. Its model of a method holds accesses
 * to members, declared types, class literals, instanceof checks and handlers of exceptions, but neither local variables nor instructions:
 * {@code double half = yen * 0.5; return (long) half;} leaves no trace in it. {@code FloatingPointTest} fails when that changes, and then
 * this class can go.
 */
final class FloatingPoint {
    private static final int API = Opcodes.ASM9;

    private static final Pattern TYPES = Pattern.compile("float|double|java\\.lang\\.(Float|Double)"
            + "|java\\.util\\.[\\w.$]*Double[\\w$]*"
            + "|java\\.nio\\.(Float|Double)Buffer");

    private final String className;
    private final String file;
    private final List<String> found = new ArrayList<>();

    private FloatingPoint(JavaClass javaClass, Source source) {
        this.className = javaClass.getName();
        this.file = source.getFileName().orElse("Unknown Source");
    }

    /**
     * What there is in a class, a sentence each.
     *
     * @throws IllegalStateException if it was not imported from a class file
     */
    static Stream<String> findIn(JavaClass javaClass) {
        Source source = javaClass
                .getSource()
                .orElseThrow(() -> new IllegalStateException("no class file of " + javaClass.getName()));
        FloatingPoint search = new FloatingPoint(javaClass, source);
        try (InputStream bytes = source.getUri().toURL().openStream()) {
            new ClassReader(bytes).accept(search.new InClass(), ClassReader.SKIP_FRAMES);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(source.toString(), unreadable);
        }
        return search.found.stream().distinct();
    }

    private final class InClass extends ClassVisitor {
        InClass() {
            super(API);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            generic(signature).ifPresent(type -> report("Class <" + className + "> has type <" + type + ">", 0));
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            declared(Type.getType(descriptor), signature)
                    .ifPresent(type -> report("Field <" + className + "." + name + "> has type <" + type + ">", 0));
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            String method = className + "." + name + parameters(descriptor);
            declared(Type.getMethodType(descriptor), signature)
                    .ifPresent(type -> report("Method <" + method + "> takes or returns type <" + type + ">", 0));
            return new InMethod(method);
        }
    }

    private final class InMethod extends MethodVisitor {
        private final String method;
        private int line;

        InMethod(String method) {
            super(API);
            this.method = method;
        }

        @Override
        public void visitLineNumber(int number, Label start) {
            line = number;
        }

        @Override
        public void visitInsn(int opcode) {
            instruction(opcode);
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            instruction(opcode);
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY && (operand == Opcodes.T_FLOAT || operand == Opcodes.T_DOUBLE)) {
                computes();
            }
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            uses(Type.getObjectType(type));
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            uses(Type.getType(descriptor));
        }

        @Override
        public void visitLdcInsn(Object constant) {
            if (constant instanceof Float || constant instanceof Double) {
                computes();
            } else if (constant instanceof Type type) {
                uses(type);
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            accesses(owner, name, descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
            accesses(owner, name, descriptor);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            // What a record's equals, hashCode and toString read are its fields, which are reported as such.
            if (bootstrap.getOwner().equals("java/lang/runtime/ObjectMethods")) {
                return;
            }
            uses(Type.getMethodType(descriptor));
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    accesses(handle.getOwner(), handle.getName(), handle.getDesc());
                } else if (argument instanceof Type type) {
                    uses(type);
                }
            }
        }

        private void instruction(int opcode) {
            if (isFloating(opcode)) {
                computes();
            }
        }

        private void computes() {
            report("Method <" + method + "> computes with floating point", line);
        }

        private void uses(Type type) {
            inside(type).ifPresent(floating -> report("Method <" + method + "> uses type <" + floating + ">", line));
        }

        private void accesses(String owner, String name, String descriptor) {
            Type type = Type.getType(descriptor);
            String parameters = type.getSort() == Type.METHOD ? parameters(descriptor) : "";
            String target = Type.getObjectType(owner).getClassName() + "." + name + parameters;
            inside(Type.getObjectType(owner))
                    .or(() -> inside(type))
                    .ifPresent(floating -> report(
                            "Method <" + method + "> accesses <" + target + ">, which has type <" + floating + ">",
                            line));
        }
    }

    private void report(String sentence, int line) {
        found.add(sentence + " in (" + file + ":" + line + ")");
    }

    private static boolean isFloating(int opcode) {
        return switch (opcode) {
            case Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2, Opcodes.DCONST_0, Opcodes.DCONST_1 -> true;
            case Opcodes.FLOAD, Opcodes.DLOAD, Opcodes.FALOAD, Opcodes.DALOAD -> true;
            case Opcodes.FSTORE, Opcodes.DSTORE, Opcodes.FASTORE, Opcodes.DASTORE -> true;
            case Opcodes.FADD, Opcodes.DADD, Opcodes.FSUB, Opcodes.DSUB, Opcodes.FMUL, Opcodes.DMUL -> true;
            case Opcodes.FDIV, Opcodes.DDIV, Opcodes.FREM, Opcodes.DREM, Opcodes.FNEG, Opcodes.DNEG -> true;
            case Opcodes.I2F, Opcodes.I2D, Opcodes.L2F, Opcodes.L2D, Opcodes.F2D, Opcodes.D2F -> true;
            case Opcodes.F2I, Opcodes.F2L, Opcodes.D2I, Opcodes.D2L -> true;
            case Opcodes.FCMPL, Opcodes.FCMPG, Opcodes.DCMPL, Opcodes.DCMPG -> true;
            case Opcodes.FRETURN, Opcodes.DRETURN -> true;
            default -> false;
        };
    }

    private static String parameters(String methodDescriptor) {
        return Arrays.stream(Type.getArgumentTypes(methodDescriptor))
                .map(Type::getClassName)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static Optional<String> declared(Type type, @Nullable String signature) {
        return inside(type).or(() -> generic(signature));
    }

    /** The first floating type in a type: itself, the elements of an array, parameters and result of a method. */
    private static Optional<String> inside(Type type) {
        return switch (type.getSort()) {
            case Type.METHOD ->
                Stream.concat(Arrays.stream(type.getArgumentTypes()), Stream.of(type.getReturnType()))
                        .flatMap(part -> inside(part).stream())
                        .findFirst();
            case Type.ARRAY -> inside(type.getElementType());
            default ->
                Optional.of(type.getClassName())
                        .filter(name -> TYPES.matcher(name).matches());
        };
    }

    /** The first floating type in a generic signature, which the erased type does not show. */
    private static Optional<String> generic(@Nullable String signature) {
        if (signature == null) {
            return Optional.empty();
        }
        List<String> types = new ArrayList<>();
        new SignatureReader(signature).accept(new SignatureVisitor(API) {
            @Override
            public void visitClassType(String name) {
                types.add(Type.getObjectType(name).getClassName());
            }
        });
        return types.stream().filter(name -> TYPES.matcher(name).matches()).findFirst();
    }
}
