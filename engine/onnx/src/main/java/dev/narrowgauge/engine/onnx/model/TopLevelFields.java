package dev.narrowgauge.engine.onnx.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors;
import com.google.protobuf.WireFormat;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.io.IOException;

/** A look at the outermost fields of a file that is no complete model, to tell what it is instead. */
enum TopLevelFields {
    /** The fields of a model, to the end of the file: the fault is inside one of them. */
    COMPLETE,
    /** The fields of a model, but the last one claims more bytes than there are. */
    CUT_OFF,
    /** Not the fields of a model. */
    FOREIGN;

    static TopLevelFields of(ByteString file) {
        CodedInputStream input = file.newCodedInput();
        boolean any = false;
        try {
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                if (!isModelField(tag)) {
                    return FOREIGN;
                }
                any = true;
                input.skipField(tag);
            }
        } catch (IOException _) {
            return any ? CUT_OFF : FOREIGN;
        }
        return any ? COMPLETE : FOREIGN;
    }

    private static boolean isModelField(int tag) {
        Descriptors.FieldDescriptor field =
                ModelProto.getDescriptor().findFieldByNumber(WireFormat.getTagFieldNumber(tag));
        return field != null && field.getLiteType().getWireType() == WireFormat.getTagWireType(tag);
    }
}
