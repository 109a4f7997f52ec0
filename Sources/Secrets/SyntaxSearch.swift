import Capture

/// The fields of each syntax.
extension TextSearch {
    /// Reads a part of the text in a syntax and looks at its fields.
    mutating func read(_ view: View, as syntax: Syntax, at place: Place, chain: [Encoding] = [], isNested: Bool) {
        // Texts that are read out of each other without a field between them: comments in comments, parts in parts.
        guard nesting < Self.maximumNesting else { return }
        nesting += 1
        defer { nesting -= 1 }
        switch syntax {
        case .url:
            let located = URLFields.scan(view, host: facts.host)
            let outer = (endpoint, arguments)
            if isNested { endpoint = Endpoint(of: located.map(\.field), within: endpoint) }
            arguments = GraphQLNames.arguments(besideVariablesIn: located.map(\.field))
            defer { (endpoint, arguments) = outer }
            for located in located {
                let own = Place(
                    place.container,
                    name: located.field.label,
                    component: located.component,
                    inRequest: place.inRequest
                )
                look(
                    at: located.field,
                    as: located.rule,
                    place: isNested ? place : own,
                    chain: chain,
                    isNested: isNested
                )
            }
        case .pairs(let context):
            let fields = PairFields.scan(view, context: context)
            let outer = arguments
            arguments = GraphQLNames.arguments(besideVariablesIn: fields)
            defer { arguments = outer }
            look(at: fields, among: Companions(fields), in: place, chain: chain, isNested: isNested)
        case .json:
            let start = JSONPFields.lengthOfGuard(view.bytes)
            let json = start > 0 ? view.slice(start..<view.bytes.count) : view
            look(at: fields(of: json), in: place, chain: chain, isNested: isNested)
        case .jsonp:
            readCalls(view, at: place, chain: chain, isNested: isNested)
        case .xml, .html:
            readMarkup(view, isPage: syntax == .html, at: place, chain: chain, isNested: isNested)
        case .multipart(let boundary):
            for part in MultipartFields.scan(view, boundary: boundary) {
                let own = Place(place.container, name: part.field.label, inRequest: place.inRequest)
                readPart(part, at: isNested ? place : own, chain: chain)
            }
        case .script:
            let content = ScriptFields.scan(view)
            look(at: content.fields, in: place, chain: chain, isNested: isNested)
            for comment in content.comments { read(comment, as: .text, at: place, chain: chain, isNested: true) }
        case .events:
            for data in EventStreamFields.scan(view) { readContent(data, at: place, chain: chain, isNested: isNested) }
        case .message:
            readMessage(view, at: place, chain: chain)
        case .lines:
            let content = LineFields.scan(view)
            look(at: content.fields, in: place, chain: chain, isNested: isNested)
            for line in content.rest { readText(line, isProse: true, at: place, chain: chain, isNested: isNested) }
        case .table(let separator):
            look(at: TableFields.scan(view, separator: separator), in: place, chain: chain, isNested: isNested)
        case .text:
            let isPseudo = "{[".utf8.contains(view.bytes.first { $0 > 0x20 } ?? 0)
            readText(view, isProse: !isPseudo, at: place, chain: chain, isNested: isNested)
        }
    }

    /// The fields of JSON, with what a GraphQL document calls them.
    private func fields(of json: View) -> [Field] {
        var fields = JSONFields.scan(json)
        GraphQLNames.name(variablesIn: &fields)
        guard !facts.aliases.isEmpty || !arguments.isEmpty else { return fields }
        for index in fields.indices {
            let label = fields[index].label
            let name = label.split(separator: ".").last.map(String.init) ?? ""
            fields[index].otherName = arguments[label] ?? facts.aliases[name] ?? fields[index].otherName
        }
        return fields
    }

    /// Reads the content of a message.
    mutating func readBody(as syntax: Syntax) {
        read(root, as: syntax, at: place, isNested: false)
        switch syntax {
        case .json:
            // What is not quite JSON may be no JSON at all: the seed's `{ dr_session_token: ... }` reads as lines too.
            if !JSONFields.areStrict(root.bytes) { read(root, as: .text, at: place, isNested: false) }
            addBareToken(JSONFields.isString(root.bytes) ? root.trimmed().withoutQuotes() : root)
        case .text:
            addBareToken(root)
        default:
            break
        }
    }

    /// Adds a content that is nothing but a token, as some token endpoints answer.
    private mutating func addBareToken(_ view: View) {
        let token = view.trimmed()
        guard !facts.inRequest, facts.endpoint.contains(.token),
            view.bytes.isText, token.bytes.count <= 1 << 14,
            ValueTest.credentialLike.accepts(token.bytes, in: .text, inRequest: false),
            !PairName.isLikely(token.bytes), !token.bytes.contains(where: { "{}[]<>\",;".utf8.contains($0) }),
            !StandIn.contains(token.bytes)
        else { return }
        regions.append(token.source, at: place, .credentials)
        guard !isRedacted(token.bytes) else { return }
        addCredential(token, kind: .accessToken, matchClass: .issued, at: place)
    }

    /// Reads a content that says nothing of its syntax.
    private mutating func readContent(_ view: View, at place: Place, chain: [Encoding], isNested: Bool) {
        read(view, as: Syntax.ofContent(view.bytes, mediaType: ""), at: place, chain: chain, isNested: isNested)
    }

    private mutating func readText(
        _ view: View,
        isProse: Bool,
        at place: Place,
        chain: [Encoding],
        isNested: Bool
    ) {
        if let around = textAround, around.generation == view.generation, around.source.contains(view.source) { return }
        let outer = textAround
        textAround = view
        defer { textAround = outer }
        let urls = URLFields.urls(in: view)
        // `https://user:password@host` reads as `user: password@host` too.
        for located in urls.flatMap(URLFields.scanUserinfo) {
            look(at: located.field, as: located.rule, place: place, chain: chain, isNested: true)
        }
        // `s:7:"..."` reads as `7: "..."` too.
        look(at: SerializedFields.scan(view), in: place, chain: chain, isNested: isNested)
        look(at: TextFields.scan(view, isProse: isProse), in: place, chain: chain, isNested: isNested)
        look(at: CommandFields.scan(view), in: place, chain: chain, isNested: isNested)
        for url in urls { read(url, as: .url, at: place, chain: chain, isNested: true) }
    }

    private mutating func readCalls(_ view: View, at place: Place, chain: [Encoding], isNested: Bool) {
        guard let calls = JSONPFields.calls(in: view.bytes) else { return }
        for range in calls.callbacks {
            let callback = view.slice(range)
            regions.append(callback.source, at: place, chain: chain, .credentials)
            if !isRedacted(callback.bytes) { add(callback, kind: .callback, matchClass: .echo) }
        }
        for argument in calls.arguments {
            look(at: JSONFields.scan(view.slice(argument)), in: place, chain: chain, isNested: isNested)
        }
    }

    private mutating func readMarkup(
        _ view: View,
        isPage: Bool,
        at place: Place,
        chain: [Encoding],
        isNested: Bool
    ) {
        let content = MarkupFields.scan(view, context: isPage ? .html : .xml)
        look(at: content.fields, in: place, chain: chain, isNested: isNested)
        for link in content.links { read(link, as: .url, at: place, chain: chain, isNested: true) }
        let script = isNested ? place : Place(.body(.script), inRequest: place.inRequest)
        for view in content.scripts {
            regions.append(view.source, at: script, chain: chain)
            let syntax: Syntax = JSONFields.isLikely(view.bytes) ? .json : .script
            read(view, as: syntax, at: script, chain: chain, isNested: isNested)
        }
        for comment in content.comments {
            let hasTags = comment.bytes.contains(UInt8(ascii: "<"))
            read(comment, as: hasTags ? (isPage ? .html : .xml) : .text, at: place, chain: chain, isNested: true)
        }
        for document in content.documents { read(document, as: .html, at: place, chain: chain, isNested: true) }
    }

    private mutating func readPart(_ part: MultipartFields.Part, at place: Place, chain: [Encoding]) {
        for field in part.head { look(at: field, place: place, chain: chain, isNested: true) }
        let value = part.field.value
        regions.append(value.source, at: place, chain: chain, .field(part.field.name, .multipart))
        if addNamed(part.field, at: place) { return }
        let isMessage = part.mediaType.lowercased().hasPrefix("application/http")
        switch isMessage ? .message : Syntax.ofContent(value.bytes, mediaType: part.mediaType) {
        case .text: lookInside(value, at: place, chain: chain)
        case let syntax: read(value, as: syntax, at: place, chain: chain, isNested: true)
        }
    }

    private mutating func readMessage(_ view: View, at place: Place, chain: [Encoding]) {
        let message = MessageText(view, view.range)
        if let target = message.target {
            read(view.slice(target), as: .url, at: place, chain: chain, isNested: true)
        }
        for field in message.fields { look(at: field, place: place, chain: chain, isNested: true) }
        guard !message.content.isEmpty else { return }
        let content = view.slice(message.content)
        let syntax = Syntax.ofContent(content.bytes, mediaType: message.mediaType)
        read(content, as: syntax, at: place, chain: chain, isNested: true)
    }
}
