/** Tudo o que a página diz, em português do Brasil. */
import type { Dictionary } from "./en";

const plural = (count: number, one: string, other: string, shown = String(count)) =>
  `${shown} ${count === 1 ? one : other}`;

/** `1 de 3 tempos listados está`. */
const some = (count: number, total: number, one: string, other: string) => {
  if (total === 1) return `O ${one} está`;
  if (count === total) return `${total === 2 ? "Os dois" : `Todos os ${total}`} ${other} estão`;
  return `${count} de ${total} ${other} ${count === 1 ? "está" : "estão"}`;
};

/** What each option must be. */
const RULES: Record<string, string> = {
  interval: "informe um número de segundos de 0,001 a 86.400",
  fps: "informe um número de 0,0001 a 1.000",
  count: "informe um número inteiro de 1 a 10.000",
  best: "informe um número inteiro de 1 a 10.000",
  every_nth: "informe um número inteiro de 1 a 1.000.000",
  per_scene: "informe um número inteiro de 1 a 100",
  min_gap: "informe um número de segundos de 0 a 86.400",
  timestamps: "informe até 10.000 tempos, como 1:30.5, 90 ou 50%",
  start: "informe um tempo de até 24 horas, como 1:30.5 ou 90",
  end: "informe um tempo de até 24 horas depois do início, como 1:30.5 ou 90",
  quality: "informe um número inteiro de 1 a 100",
  width: "informe um número inteiro de 1 a 16.384; em WebP, até 16.383",
  height: "informe um número inteiro de 1 a 16.384; em WebP, até 16.383",
  options: "são longas demais ou não combinam",
};

export const ptBR: Dictionary = {
  language: "Português",
  name: "Stills",
  claim: "Imagens dos seus vídeos.",
  skip: "Ir para o conteúdo",
  loading: "Carregando…",
  close: "Fechar",
  cancel: "Cancelar",
  save: "Salvar",
  tryAgain: "Tentar de novo",
  images: (count, shown) => plural(count, "imagem", "imagens", shown),
  videos: (count, shown) => plural(count, "vídeo", "vídeos", shown),

  nav: {
    main: "Principal",
    account: "Conta",
    logOut: "Sair",
    reference: "Referência da API",
    language: "Idioma",
    theme: "Cores",
    themes: { auto: "Automáticas", light: "Claras", dark: "Escuras" },
  },

  accounts: {
    email: "Endereço de e-mail",
    password: "Senha",
    newPassword: "Nova senha",
    faults: {
      email: "Este não é um endereço de e-mail.",
      password: "No mínimo 10 caracteres, com letras minúsculas e maiúsculas e um número.",
      code: "O código tem seis dígitos.",
    },
    passwordHint: "No mínimo 10 caracteres, com letras minúsculas e maiúsculas e um número.",
    show: "Mostrar",
    hide: "Ocultar",
    code: "Código",
    codeHint: "O código que enviamos ao seu e-mail.",
    logIn: "Entrar",
    logInTitle: "Entrar no Stills",
    noAccount: "Ainda não tem conta?",
    register: "Criar conta",
    registerTitle: "Crie sua conta",
    haveAccount: "Já tem conta?",
    confirmTitle: "Confirme seu endereço",
    confirmLead: (email) => `Enviamos um código para ${email}. Pode demorar um minuto.`,
    confirm: "Confirmar",
    resend: "Enviar o código de novo",
    resent: "O código foi enviado de novo.",
    forgot: "Esqueceu a senha?",
    forgotTitle: "Redefinir a senha",
    forgotLead: "Enviamos um código ao seu e-mail. Com ele, você escolhe uma nova senha.",
    sendCode: "Enviar o código",
    reset: "Definir a nova senha",
    wasReset: "Sua senha foi alterada. Entre com a nova.",
    first: "Entre primeiro; você voltará à página que pediu.",
    title: "Conta",
    signedInAs: "Você entrou como",
    everywhere: "Sair em todos os dispositivos",
    everywhereHint: "Por exemplo, porque um dispositivo foi perdido.",
    remove: "Excluir a conta",
    removeHint: "Exclui sua conta com todos os vídeos e imagens. Não é possível desfazer.",
    removeSure: "Excluir sua conta e todos os seus vídeos e imagens?",
    removeType: (email) => `Para confirmar, digite ${email}`,
    removed: "Sua conta foi excluída.",
    preferences: "Preferências",
    mails: "Avisar-me por e-mail quando as imagens estiverem prontas ou uma extração falhar",
    saved: "Salvo.",
  },

  upload: {
    title: "Adicionar vídeos",
    drop: "Solte vídeos aqui",
    or: "ou",
    choose: "escolha arquivos",
    folder: "escolha uma pasta",
    release: "Solte para adicionar estes vídeos",
    hint: (size) => `MP4, MOV, MKV, WebM, AVI e muitos outros, até ${size} cada`,
    take: "O que extrair deles",
    later: "Só enviar; decidir depois",
    laterHint: "O vídeo é aberto primeiro. Depois você escolhe e vê o que cada escolha dá.",
    title2: "Envios",
    waiting: "Aguardando",
    uploading: "Enviando",
    paused: "Pausado",
    done: "Enviado",
    ghost: "Escolha este arquivo de novo para continuar de onde parou",
    speed: (perSecond, left) => `${perSecond} por segundo, faltam ${left}`,
    pause: "Pausar",
    resume: "Continuar",
    pauseAll: "Pausar todos",
    resumeAll: "Continuar todos",
    retry: "Tentar de novo",
    cancel: "Cancelar",
    clear: "Remover concluídos",
    show: "Ver",
    offline: "Sem conexão. Os envios continuam quando ela voltar.",
    tooLarge: (name, limit) => `${name} tem mais de ${limit}.`,
    empty: (name) => `${name} está vazio.`,
    notVideo: (name) => `${name} não é um vídeo.`,
    twice: (name) => `${name} já está sendo enviado.`,
    refused: (count) =>
      `${plural(count, "outro arquivo não pode", "outros arquivos não podem")} ser ${count === 1 ? "adicionado" : "adicionados"}.`,
    noOptions: "Preencha as opções primeiro.",
    of: (sent, size) => `${sent} de ${size}`,
  },

  list: {
    title: "Seus vídeos",
    search: "Buscar pelo nome",
    filter: "Mostrar",
    all: "Todos os vídeos",
    empty: "Seus vídeos aparecerão aqui. Solte o primeiro acima.",
    noneFound: "Nenhum vídeo encontrado.",
    more: "Mais vídeos",
    selectVideo: (name) => `Selecionar ${name}`,
    selected: (count) => plural(count, "vídeo selecionado", "vídeos selecionados"),
    selectNone: "Desmarcar todos",
    delete: "Excluir",
    download: "Baixar",
    retry: "Extrair de novo",
    deleteSure: (count) =>
      count === 1
        ? "Excluir este vídeo com suas imagens?"
        : `Excluir estes ${count} vídeos com suas imagens?`,
    deleteHint: "Não é possível desfazer.",
    deleted: (count) => plural(count, "vídeo foi excluído.", "vídeos foram excluídos."),
    retried: (count) => plural(count, "extração foi reiniciada.", "extrações foram reiniciadas."),
    failedSome: (count) =>
      plural(count, "vídeo não pôde ser alterado.", "vídeos não puderam ser alterados."),
  },

  status: {
    awaiting_upload: "Aguardando o envio",
    queued: "Na fila",
    processing: "Extraindo",
    completed: "Pronto",
    failed: "Falhou",
    expired: "Envio expirado",
    canceled: "Cancelado",
    opened: "Escolha o que extrair",
  },

  video: {
    rename: "Renomear",
    name: "Nome",
    description: "Descrição",
    download: "Baixar tudo",
    downloadHint: (size) => `zip, ${size}`,
    delete: "Excluir",
    deleteSure: "Excluir este vídeo com todas as suas imagens?",
    cancel: "Cancelar a extração",
    again: "Extrair de novo",
    againTitle: "Extrair imagens",
    extract: "Extrair",
    history: "Extrações",
    extraction: (number) => (number ? `Extração ${number}` : "Abertura"),
    progress: (images, share) => `${images} até agora, ${share} concluído`,
    opened: "O vídeo chegou. Escolha quais imagens extrair dele.",
    starting: "A extração começa em instantes.",
    noImages: "Esta extração não tem imagens.",
    failedTitle: "Não há imagens, porque a extração falhou",
    nextStep: "O que você pode fazer",
    hasOlder: (number) => `As imagens abaixo são da extração ${number}.`,
    warnings: "Observações",
    damaged: (time) => `O vídeo está danificado. A última imagem legível está em ${time}.`,
    dropped: (images, reason) => `Deixadas de fora por ${reason}: ${images}.`,
    reasons: {
      black: "serem pretas",
      blurred: "estarem borradas",
      duplicate: "serem repetidas",
    },
    expires: (day) => `As imagens ficam guardadas até ${day}.`,
    imagesExpired:
      "As imagens foram guardadas por tempo limitado e já foram excluídas. Extraia-as de novo enquanto o vídeo está aqui.",
    uploadAgain: "O envio não terminou. Escolha o arquivo de novo na lista de vídeos.",
    uploadExpired: "O arquivo não chegou em 24 horas. Envie-o de novo.",
    extras: "Também no zip",
    extra: {
      "contact_sheet.jpg": "Folha de contatos",
      "sprite.jpg": "Sprite",
      "sprite.vtt": "Tempos do sprite",
      "images.csv": "Lista em CSV",
      "coco.json": "Lista para COCO",
      "slides.pdf": "Slides em PDF",
      "manifest.json": "Manifesto",
    },
    gone: "Este vídeo não existe ou é de outra conta.",
    back: "Todos os vídeos",
  },

  gallery: {
    label: "Imagens. As setas levam de uma à outra; Enter abre uma.",
    image: (number, time) => `Imagem ${number} em ${time}`,
    smaller: "Menores",
    larger: "Maiores",
    broken: "Esta imagem não pôde ser carregada.",
    previous: "Imagem anterior",
    next: "Próxima imagem",
    save: "Salvar esta imagem",
    zoomIn: "Ampliar",
    zoomOut: "Reduzir",
    of: (number, total) => `${number} de ${total}`,
    notShowable: "Navegadores não mostram imagens TIFF. Baixe-as para vê-las.",
  },

  options: {
    presets: "Predefinições",
    preset: {
      second: "Uma imagem por segundo",
      photogrammetry: "A mais nítida a cada 2 s, para fotogrametria",
      slides: "Slides",
      scenes: "Uma por cena",
      thumbnails: "Doze miniaturas",
    },
    custom: "Personalizado",
    change: "Alterar",
    savePreset: "Guardar como predefinição",
    presetName: "Nome da predefinição",
    forgetPreset: (name) => `Esquecer a predefinição ${name}`,
    which: "Quais imagens",
    way: {
      interval: "Uma a cada N segundos",
      fps: "Tantas por segundo",
      count: "Tantas, igualmente espaçadas",
      best: "As mais nítidas do vídeo inteiro",
      scenes: "De cada cena",
      keyframes: "Todos os quadros-chave",
      chapters: "Do início de cada capítulo",
      timestamps: "Nestes tempos",
      every_nth: "A cada n quadros",
    },
    value: {
      interval: "Segundos entre imagens",
      fps: "Imagens por segundo",
      count: "Número de imagens",
      best: "Número de imagens",
      every_nth: "A cada n quadros",
      per_scene: "Imagens de cada cena",
      timestamps: "Tempos",
    },
    timesHint: "Por exemplo 1:30.5, 90 ou 50%, separados por espaços ou vírgulas.",
    minGap: "Com pelo menos tantos segundos entre elas",
    start: "De",
    end: "Até",
    wholeVideo: "início",
    wholeEnd: "fim",
    sharpest: "Pegar a imagem mais nítida perto de cada tempo",
    skip: "Deixar de fora",
    skipBlack: "Imagens pretas",
    skipBlurred: "Imagens borradas",
    skipDuplicates: "Imagens parecidas com uma anterior",
    picture: "Imagens",
    format: "Formato",
    quality: "Qualidade",
    width: "Largura",
    height: "Altura",
    sizeHint: "como o vídeo",
    fit: "Na largura e na altura",
    fits: { contain: "mostrar tudo", cover: "preencher e cortar o resto", stretch: "esticar" },
    extras: "Criar também",
    contactSheet: "Uma folha de contatos",
    sprite: "Um sprite para players",
    csv: "Uma lista em CSV",
    pdf: "Um PDF de slides",
    all: "As opções",
    location: "Gravar o local da filmagem nas imagens",
    fault: (option, label) => `${label}: ${RULES[option] ?? "este valor não é aceito"}.`,
    short: {
      way: {
        interval: ({ interval }, number) =>
          interval === 1 ? "Uma imagem por segundo" : `Uma imagem a cada ${number(interval)} s`,
        fps: ({ fps }, number) => `${number(fps)} imagens por segundo`,
        count: ({ count }) => plural(count, "imagem", "imagens"),
        best: ({ best }) =>
          best === 1 ? "A imagem mais nítida" : `As ${best} imagens mais nítidas`,
        scenes: ({ per_scene }) =>
          per_scene === 1 ? "Uma imagem por cena" : `${per_scene} imagens por cena`,
        keyframes: () => "Todos os quadros-chave",
        chapters: () => "Uma imagem por capítulo",
        timestamps: () => "Imagens em tempos listados",
        every_nth: ({ every_nth }, number) => `Um a cada ${number(every_nth)} quadros`,
      },
      between: (start, end) => (end ? `de ${start} a ${end}` : `a partir de ${start}`),
      sharpest: "as mais nítidas",
      noBlack: "sem pretas",
      noBlurred: "sem borradas",
      noDuplicates: "sem repetidas",
    },
  },

  plan: {
    label: "O que isto dá",
    images: (count, shown) => plural(count, "imagem", "imagens", `cerca de ${shown}`),
    size: (size) => `cerca de ${size}`,
    seconds: (time) => `pronto em cerca de ${time}`,
    tooLong: "Isto demora mais do que é permitido. Peça menos imagens ou uma parte do vídeo.",
    notYet: "Os números aparecem assim que o vídeo for aberto.",
  },

  problems: {
    offline: "Não foi possível acessar o Stills. Verifique sua conexão e tente de novo.",
    unavailable: "O Stills não está disponível no momento. Tente de novo em breve.",
    unexpected: "Algo deu errado. Tente de novo; se acontecer outra vez, recarregue a página.",
    internal_error: "Algo deu errado do nosso lado. Tente de novo.",
    notFound: "Esta página não existe.",
    invalid_request: "Algo neste formulário não é válido.",
    malformed_body: "O pedido chegou incompleto. Tente de novo.",
    invalid_cursor: "A lista mudou. Recarregue a página.",
    parts_mismatch: "As partes que chegaram não são as do arquivo. Envie-o de novo.",
    weak_password: "Esta senha é fraca demais.",
    wrong_code: "O código está errado ou expirou. Peça um novo.",
    wrong_credentials: "O e-mail ou a senha está errado.",
    session_expired: "Sua sessão terminou. Entre de novo.",
    not_signed_in: "Entre primeiro.",
    account_deleted: "Esta conta foi excluída.",
    not_confirmed: "Confirme primeiro seu endereço de e-mail.",
    account_exists: "Já existe uma conta com este endereço.",
    too_many_attempts: "Foram tentativas demais. Espere um pouco e tente de novo.",
    too_many_requests: "Foram pedidos demais. Espere um pouco e tente de novo.",
    quota_exceeded: "Você atingiu um limite do serviço. Tente de novo mais tarde.",
    video_not_found: "Este vídeo não existe ou é de outra conta.",
    extraction_not_found: "Esta extração não existe.",
    image_not_found: "Esta imagem não existe.",
    extra_not_found: "Esta extração não tem este arquivo.",
    conflict: "Isto não é possível agora.",
    wrong_status: "Isto não é possível no estado atual do vídeo.",
    not_opened_yet: "O vídeo ainda não foi aberto. Tente de novo em instantes.",
    unknown_length: "A duração do vídeo não é conhecida.",
    no_images: "Estas opções não dão nenhuma imagem.",
    images_not_ready: "As imagens ainda não estão prontas.",
    images_expired: "As imagens foram excluídas por causa da idade. Extraia-as de novo.",
    image_too_large: "Esta imagem é grande demais para ser mostrada. Baixe o zip.",
    body_too_large: "O pedido é grande demais.",
    upload_incomplete: "O envio ainda não terminou.",
    source_missing: "O vídeo enviado não existe mais. Envie-o de novo.",
    too_many_extractions: "Este vídeo já tem o máximo de extrações.",
    idempotency_key_reused: "Este pedido já foi feito com outro conteúdo. Recarregue a página.",
  },

  warnings: {
    alpha_lost: () =>
      "O canal alfa do vídeo não pode ser decodificado; as imagens não têm transparência.",
    chapters_beyond_end: ({ count, total, end }, number) =>
      `${some(count!, total!, "início de capítulo", "inícios de capítulo")} depois do fim do vídeo (${number(end!)} s).`,
    crop_cut: ({ width, height, kept_width, kept_height }, number) =>
      `O recorte vai além da imagem, que tem ${number(width!)} × ${number(height!)} pixels; foi reduzido a ${number(kept_width!)} × ${number(kept_height!)}.`,
    cut_off: () => "O arquivo não pôde ser lido até o fim.",
    frames_damaged: ({ frames }, number) =>
      plural(
        frames!,
        "quadro está parcialmente danificado.",
        "quadros estão parcialmente danificados.",
        number(frames!),
      ),
    frames_lost: ({ frames }, number) =>
      plural(
        frames!,
        "quadro não pôde ser decodificado.",
        "quadros não puderam ser decodificados.",
        number(frames!),
      ),
    hidden_damage: () => "O vídeo está danificado; partes de algumas imagens podem estar erradas.",
    image_limit: ({ images }, number) =>
      `A extração parou no limite de ${plural(images!, "imagem", "imagens", number(images!))}.`,
    no_chapters: () => "O vídeo não tem capítulos.",
    times_beyond_end: ({ count, total, end }, number) =>
      `${some(count!, total!, "tempo listado", "tempos listados")} depois do fim do vídeo (${number(end!)} s).`,
    times_jump: ({ jumps }) =>
      `Os tempos do vídeo recomeçam ou saltam ${jumps === 1 ? "uma vez" : `${jumps} vezes`}. Os tempos das imagens continuam a partir dos anteriores.`,
    times_outside_span: ({ count, total, start, end }, number) =>
      `${some(count!, total!, "tempo listado", "tempos listados")} fora do trecho pedido, de ${number(start!)} s ${end === undefined ? "até o fim" : `a ${number(end)} s`}.`,
  },

  failures: {
    not_a_video: {
      reason: "O arquivo não é um vídeo que possamos ler.",
      advice:
        "Verifique se ele toca no seu computador. Se tocar, converta-o para MP4 (H.264) e envie de novo.",
    },
    unsupported_codec: {
      reason: "O vídeo usa um formato que não sabemos decodificar.",
      advice: "Converta-o para MP4 (H.264), por exemplo com o HandBrake, e envie o novo arquivo.",
    },
    no_video_stream: {
      reason: "O arquivo não contém imagens em movimento.",
      advice: "Verifique se você enviou o arquivo certo.",
    },
    encrypted: {
      reason: "O vídeo está protegido contra cópia.",
      advice: "Envie uma cópia sem proteção, se tiver uma.",
    },
    too_large: {
      reason: "As imagens do vídeo são grandes demais.",
      advice: "Faça uma cópia com resolução menor, por exemplo Full HD, e envie a cópia.",
    },
    out_of_memory: {
      reason: "O vídeo precisa de mais memória do que há.",
      advice: "Faça uma cópia com resolução menor, por exemplo Full HD, e envie a cópia.",
    },
    too_long: {
      reason: "O vídeo é longo demais.",
      advice: "Corte-o em vídeos menores e envie cada um.",
    },
    damaged: {
      reason: "O vídeo está danificado: nenhuma de suas imagens pôde ser decodificada.",
      advice:
        "Abra o vídeo em um editor, salve-o como novo arquivo e envie-o. Se tiver o original, envie o original.",
    },
    no_images: {
      reason: "O vídeo não tem imagens nos pontos pedidos.",
      advice:
        "Verifique se o vídeo tem o que você pediu, como tempos dentro dele, cenas ou capítulos, e comece outra extração.",
    },
    all_left_out: {
      reason: "Todas as imagens foram descartadas, por serem pretas, borradas ou repetidas.",
      advice:
        "Comece outra extração que mantenha mais imagens: também as pretas, borradas ou repetidas.",
    },
    crop_outside: {
      reason: "O recorte fica fora da imagem.",
      advice: "Comece outra extração com um recorte dentro da imagem.",
    },
    unsupported_size: {
      reason: "As imagens seriam grandes demais.",
      advice: "Comece outra extração com largura e altura menores ou em outro formato.",
    },
    decoder_crashed: {
      reason: "O decodificador parou por causa de dados danificados.",
      advice:
        "Abra o vídeo em um editor, salve-o como novo arquivo e envie-o. Se tiver o original, envie o original.",
    },
    decoding_failed: {
      reason: "O vídeo não pôde ser decodificado.",
      advice:
        "Abra o vídeo em um editor, salve-o como novo arquivo e envie-o. Se tiver o original, envie o original.",
    },
    timed_out: {
      reason: "A extração demorou mais do que é permitido.",
      advice:
        "Comece outra extração com menos imagens ou só de uma parte do vídeo. Não é preciso enviá-lo de novo.",
    },
    source_missing: {
      reason: "O vídeo enviado não existe mais.",
      advice: "Envie o vídeo de novo e espere o envio terminar.",
    },
    source_changed: {
      reason: "O vídeo foi substituído por outro arquivo durante a extração.",
      advice: "Comece outra extração ou envie o vídeo certo de novo.",
    },
    upload_mismatch: {
      reason: "O arquivo que chegou tem outro tamanho do que o anunciado.",
      advice: "Envie o vídeo de novo e espere o envio terminar.",
    },
    quota_exceeded: {
      reason: "O limite diário de vídeos ou de seu tamanho foi atingido.",
      advice: "O arquivo não foi guardado. Você pode enviá-lo de novo depois da meia-noite (UTC).",
    },
    not_started: {
      reason: "A extração não pôde ser iniciada. Nossa equipe foi avisada.",
      advice: "Seu vídeo provavelmente está bom. Espere um pouco e comece a extração de novo.",
    },
    worker_failed: {
      reason: "A extração falhou várias vezes. Nossa equipe foi avisada.",
      advice: "Seu vídeo provavelmente está bom. Espere um pouco e comece a extração de novo.",
    },
    result_lost: {
      reason: "O resultado da extração não pôde ser processado.",
      advice: "Seu vídeo provavelmente está bom. Espere um pouco e comece a extração de novo.",
    },
  },
};
